import type { ReactNode } from 'react'
import { say, useSpoken } from '../ui/messages.ts'
import { LanguageSwitch } from './language-switch.tsx'

/** What frames each of the student's pages: whose it is, its languages, and what stands under everything. */
export function Frame({ foot, children }: { foot?: ReactNode; children: ReactNode }) {
  const { words } = useSpoken()
  const { privacy, about, unchecked } = words.frame
  return (
    <div className="shell">
      <header className="shell-head">
        <span className="shell-mark" aria-hidden="true">
          N
        </span>
        <p className="shell-name">
          <strong>NELFUND</strong> Connect
        </p>
        <LanguageSwitch />
      </header>
      <main className="shell-main">{children}</main>
      <footer className="shell-foot">
        {foot}
        <nav aria-label={about}>
          <a className="link" href="/privacy">
            {say(privacy)}
          </a>
        </nav>
        {unchecked !== '' && <p className="quiet">{say(unchecked)}</p>}
      </footer>
    </div>
  )
}
