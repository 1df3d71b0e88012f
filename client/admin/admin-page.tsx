import { Part } from '../ui/part.tsx'
import { usePageTitle } from '../ui/shell.tsx'
import './console.css'
import './frame/frame.css'
import './frame/alarm.css'
import './frame/numbers.css'
import './list.css'
import './bulk.css'
import './page.css'
import './rows.css'
import './pane.css'
import './sessions/sessions.css'
import './operators/activity.css'
import './platform/rotation.css'
import './privacy/privacy.css'
import './narrow.css'
import './phone.css'
import './phone-rows.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Route, Switch } from 'wouter'
import { isTransient } from '../live/failure.ts'
import { queryClient } from '../query-client.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { useLiveStats } from '../sign-in/use-live-stats.ts'
import { type AdminStats, trpc } from '../trpc.ts'
import { askAhead } from './ask-ahead.ts'
import { Dialog, SmallButton } from './console-parts.tsx'
import { EventsPage } from './events/events-page.tsx'
import { Finder } from './finder/finder.tsx'
import { useFinderKey } from './finder/use-finder-key.ts'
import { AlarmLine } from './frame/alarm-line.tsx'
import { useLive } from './frame/live.ts'
import { RefusedDialog } from './frame/refused-dialog.tsx'
import { TopBar } from './frame/top-bar.tsx'
import { KeyboardShortcuts, useKeys } from './keyboard-shortcuts.tsx'
import { ActivityPage } from './operators/activity-page.tsx'
import { PlatformPage } from './platform/platform-page.tsx'
import { PrivacyPage } from './privacy/privacy-page.tsx'
import { type Replays, useReplays } from './replays/use-replays.ts'
import { SessionsPage } from './sessions/sessions-page.tsx'
import { counted } from './times.tsx'

// An operator wants to know soon that something is wrong, and has a button to try again.
queryClient.setQueryDefaults(trpc.admin.pathKey(), { retry: (failures, error) => failures < 1 && isTransient(error) })

askAhead()

/** The operator's page, at `/admin` and below. */
export function AdminPage() {
  return (
    <SignedIn heading="Operator’s console">
      <Console />
    </SignedIn>
  )
}

const alarmsEveryMs = 3_000

/** The operator's console, to who is signed in. */
function Console() {
  const { stats, link } = useLiveStats()
  const { data: alarms = [] } = useQuery(trpc.admin.alarms.queryOptions(undefined, { refetchInterval: alarmsEveryMs }))
  const [isPaused, setPaused] = useState(false)
  const [shown, setShown] = useState<'finder' | 'keys' | 'refused' | null>(null)
  const live = useLive(link, isPaused)
  const replays = useReplays()
  const close = () => setShown(null)
  usePageTitle('Operator’s console – NELFUND Connect')
  useFinderKey(() => setShown('finder'))
  useKeys({ '?': () => setShown('keys') })

  const needs = {
    Events: alarms.reduce((sum, { cause, count }) => (cause === 'failed-webhooks' ? sum + count : sum), 0),
    Sessions: alarms.reduce(
      (sum, { cause, count }) => (cause === 'stalled-sessions' || cause === 'refused-commands' ? sum + count : sum),
      0,
    ),
    Platform: alarms.filter(({ cause }) =>
      ['wrong-credentials', 'silence', 'platform-away', 'rotation-unfinished'].includes(cause),
    ).length,
    Privacy: alarms.filter(({ cause }) => cause === 'incident' || cause === 'privacy-notice').length,
  }
  return (
    <div className="console">
      <TopBar needs={needs} live={live} onFind={() => setShown('finder')} />
      <Part>
        <AlarmLine alarms={alarms} replays={replays} onRefused={() => setShown('refused')} />
      </Part>
      <Part>
        {stats && <Pages stats={stats} replays={replays} onPaused={setPaused} onRefused={() => setShown('refused')} />}
      </Part>
      {shown === 'finder' && <Finder onClose={close} onHelp={() => setShown('keys')} />}
      {shown === 'keys' && <KeyboardShortcuts onClose={close} />}
      {shown === 'refused' && stats && <RefusedDialog stats={stats} onClose={close} />}
      {replays.asked && <AskFirst replays={replays} />}
      {replays.failure !== null && (
        <Dialog title="Replay" onClose={replays.forgetFailure}>
          <p role="alert">{replays.failure}</p>
        </Dialog>
      )}
    </div>
  )
}

interface PagesProps {
  readonly stats: AdminStats
  readonly replays: Replays
  readonly onPaused: (isPaused: boolean) => void
  readonly onRefused: () => void
}

function Pages(props: PagesProps) {
  return (
    <Switch>
      <Route path="/admin/sessions" component={SessionsPage} />
      <Route path="/admin/platform" component={PlatformPage} />
      <Route path="/admin/privacy" component={PrivacyPage} />
      <Route path="/admin/activity" component={ActivityPage} />
      <Route>
        <EventsPage {...props} />
      </Route>
    </Switch>
  )
}

/** Before very many are replayed. */
function AskFirst({ replays }: { replays: Replays }) {
  const { count } = replays.asked ?? { count: 0 }
  const many = Number.isFinite(count) ? counted(count, 'webhook') : 'all webhooks that the filter lets through'
  return (
    <Dialog title={`Replay ${many}?`} onClose={() => replays.answer(false)}>
      <p>
        They are processed again in the background, the oldest first. What has been applied stays applied. It can be
        cancelled at any time, and goes on after a restart.
      </p>
      <p className="acts">
        <SmallButton isMain onClick={() => replays.answer(true)}>
          Replay
        </SmallButton>
      </p>
    </Dialog>
  )
}
