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

interface MainButtonProps {
  /** Does nothing for the moment, and keeps the focus. */
  disabled?: boolean
  /** There is no need to press it. */
  isQuiet?: boolean
  onClick: () => void
  children: ReactNode
}

/** The button of a page that leads on. */
export function MainButton({ disabled = false, isQuiet = false, onClick, children }: MainButtonProps) {
  return (
    <button
      type="button"
      className={`button needs-net${isQuiet ? ' button-quiet' : ''}`}
      aria-disabled={disabled}
      onClick={disabled ? undefined : onClick}
    >
      {children}
    </button>
  )
}
