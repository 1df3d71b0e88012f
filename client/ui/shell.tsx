import { type ReactNode, useEffect } from 'react'

/** What frames a page, in English: whose it is, and the one thing it is about. The student's have `Frame`. */
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
      <main className="shell-main" lang="en">
        {children}
      </main>
    </div>
  )
}

/** Stands in while a page's code is on its way. */
export function PageLoading() {
  return (
    <Shell>
      <p className="quiet">Loading…</p>
    </Shell>
  )
}

/** Gives the document its title; null leaves the one it has. */
export function usePageTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = title
  }, [title])
}

/** The button of a page that leads on. */
export function MainButton(props: { disabled?: boolean; onClick: () => void; children: ReactNode }) {
  return <button type="button" className="button" {...props} />
}
