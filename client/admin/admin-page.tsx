import { usePageTitle } from '../ui/shell.tsx'
import { SmallButton } from './console-parts.tsx'
import './admin.css'
import { useState } from 'react'
import { Link, Route, Switch } from 'wouter'
import { isTransient } from '../live/failure.ts'
import { LinkNotice } from '../live/link-notice.tsx'
import { queryClient } from '../query-client.ts'
import { SignedIn, signOut } from '../sign-in/signed-in.tsx'
import { useLiveStats } from '../sign-in/use-live-stats.ts'
import { trpc } from '../trpc.ts'
import { EventLog } from './events/event-log.tsx'
import { Overview } from './overview/overview.tsx'
import { PlatformBanner } from './platform/platform-banner.tsx'
import { PlatformPanel } from './platform/platform-panel.tsx'
import { SessionsPanel } from './sessions/sessions-panel.tsx'

// An operator wants to know soon that something is wrong, and has a button to try again.
queryClient.setQueryDefaults(trpc.admin.pathKey(), { retry: (failures, error) => failures < 1 && isTransient(error) })

/** The operator's page, at `/admin` and below. */
export function AdminPage() {
  return (
    <SignedIn heading="Operator’s console">
      <Console />
    </SignedIn>
  )
}

const notices = {
  reconnecting: 'Reconnecting… The figures below may be out of date.',
  offline: 'You are offline. The figures below are the latest received.',
  polling: 'Reconnecting… Until then, this page checks for updates every few seconds.',
}

const parts = [
  ['/admin', 'Webhooks'],
  ['/admin/sessions', 'Sessions'],
  ['/admin/platform', 'Platform'],
] as const

/** The operator's console, to who is signed in. */
function Console() {
  const { stats, link } = useLiveStats()
  const [hasFailed, setFailed] = useState(false)
  usePageTitle('Operator’s console – NELFUND Connect')

  const leave = () => {
    setFailed(false)
    signOut().catch(() => setFailed(true))
  }

  return (
    <div className="console">
      <header className="console-head">
        <h1>Operator’s console</h1>
        <nav aria-label="Console">
          {parts.map(([href, name]) => (
            <Link key={href} href={href} className={(isHere) => (isHere ? 'console-here' : '')}>
              {name}
            </Link>
          ))}
          <Link href="/qa">Visualiser</Link>
        </nav>
        <SmallButton onClick={leave}>Sign out</SmallButton>
      </header>
      <main className="console-main">
        <LinkNotice link={link} texts={notices} />
        <PlatformBanner />
        {hasFailed && <p role="alert">The server did not answer, so you are still signed in. Try again.</p>}
        {stats && (
          <Switch>
            <Route path="/admin/sessions" component={SessionsPanel} />
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
