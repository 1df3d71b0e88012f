import { useEffect, useState } from 'react'
import { Link, Route, Switch } from 'wouter'
import { LinkNotice, type NoticeTexts } from '../live/link-notice.tsx'
import { signOut } from '../sign-in/sign-out.ts'
import { EventLog } from './events/event-log.tsx'
import { Overview } from './overview/overview.tsx'
import { PlatformPanel } from './platform/platform-panel.tsx'
import { SessionsPanel } from './sessions/sessions-panel.tsx'
import { useLiveStats } from './use-live-stats.ts'

const notices: NoticeTexts = {
  reconnecting: 'Reconnecting… The figures below may be out of date.',
  offline: 'You are offline. The figures below are the last ones that came.',
  polling: 'Reconnecting… Meanwhile, this page asks for news every few seconds.',
}

/** The operator's console, to who is signed in. */
export function Console() {
  const { stats, link } = useLiveStats()
  const [hasFailed, setFailed] = useState(false)

  useEffect(() => {
    document.title = 'Actor’s console – NELFUND Connect'
  }, [])

  const leave = () => {
    setFailed(false)
    signOut().catch(() => setFailed(true))
  }

  return (
    <div className="console">
      <header className="console-head">
        <h1>Actor’s console</h1>
        <nav aria-label="Console">
          <Link href="/admin" className={(isHere) => (isHere ? 'console-here' : '')}>
            Webhooks
          </Link>
          <Link href="/admin/sessions" className={(isHere) => (isHere ? 'console-here' : '')}>
            Sessions
          </Link>
          <Link href="/admin/platform" className={(isHere) => (isHere ? 'console-here' : '')}>
            Platform
          </Link>
          <Link href="/qa">Visualiser</Link>
        </nav>
        <button type="button" className="small-button" onClick={leave}>
          Sign out
        </button>
      </header>
      <main className="console-main">
        <LinkNotice link={link} texts={notices} />
        {hasFailed && <p role="alert">The server did not answer, so you are still signed in. Try again.</p>}
        {stats && (
          <Switch>
            <Route path="/admin/sessions">
              <SessionsPanel stats={stats} />
            </Route>
            <Route path="/admin/platform" component={PlatformPanel} />
            <Route>
              <Overview stats={stats} />
              <EventLog stats={stats} />
            </Route>
          </Switch>
        )}
      </main>
    </div>
  )
}
