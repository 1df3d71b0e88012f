import { type ReactNode, useEffect } from 'react'
import { say, useWords } from '../ui/messages.ts'
import { LanguageSwitch } from './language-switch.tsx'
import './frame.css'

interface FrameProps {
  /** Each has a foot of its own: it does not move from the end of one to the end of the next. */
  page?: string
  /** Of the registration that somebody who asks for help speaks of. */
  reference?: string | null | undefined
  /** What stands beside the links to help and to the privacy notice. */
  foot?: ReactNode
  /** What lies over the page where there is something to tell of its connection. */
  strip?: ReactNode
  /** What needs a network is told apart then. */
  isOffline?: boolean
  children: ReactNode
}

/** What frames each of the student's pages: whose it is, its languages, and what stands under everything. Who arrives hears its heading. */
export function Frame({ page, reference, foot, strip, isOffline = false, children }: FrameProps) {
  const { frame } = useWords()
  useEffect(() => {
    if (document.activeElement === document.body) document.querySelector('h1')?.focus({ preventScroll: true })
  }, [])
  return (
    <div className={isOffline ? 'shell wizard is-offline' : 'shell wizard'}>
      <header className="shell-head">
        <span className="shell-mark" aria-hidden="true">
          N
        </span>
        <p className="shell-name">
          <strong>NELFUND</strong> Connect
        </p>
        <LanguageSwitch />
      </header>
      <div className="strip-place">{strip}</div>
      <main className="shell-main">{children}</main>
      <footer key={page} className="shell-foot">
        <nav aria-label={frame.about}>
          <a className="link" href={reference ? `/help?reference=${reference}` : '/help'}>
            {say(frame.help)}
          </a>
          <a className="link" href="/privacy">
            {say(frame.privacy)}
          </a>
          {foot}
        </nav>
        {frame.unchecked !== '' && <p className="quiet">{say(frame.unchecked)}</p>}
      </footer>
    </div>
  )
}
