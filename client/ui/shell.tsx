import type { ReactNode } from 'react'

/** What frames every page a student sees: whose it is, and the one thing it is about. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <div className="shell">
      <header className="shell-head">
        <span className="shell-mark" aria-hidden="true">
          N
        </span>
        <p className="shell-name">
          <strong>NELFUND</strong> Connect
        </p>
      </header>
      <main className="shell-main">{children}</main>
    </div>
  )
}
