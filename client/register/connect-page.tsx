import { Link } from 'wouter'
import type { SessionView } from '../../shared/session-view.ts'
import { isEnded } from '../live/is-ended.ts'
import { MainButton } from '../ui/shell.tsx'
import { Countdown } from './countdown.tsx'
import { Reference, Tips } from './help.tsx'
import { Invitation } from './invitation.tsx'
import { urlOf } from './session-url.ts'
import { endOf } from './step.ts'

interface ConnectPageProps {
  view: SessionView | null
  isSlow: boolean
  isCreating: boolean
  onCreate: () => void
}

/** Step 2: an invitation, and then what the wallet makes of it. */
export function ConnectPage({ view, isSlow, isCreating, onCreate }: ConnectPageProps) {
  if (!view) return <Start isCreating={isCreating} onCreate={onCreate} />
  if (isEnded(view.status)) return <Ended view={view} isCreating={isCreating} onCreate={onCreate} />
  if (view.status === 'invitation') return <Invitation view={view} isSlow={isSlow} />
  if (view.status === 'active' || view.status === 'completed') {
    return (
      <Link href={urlOf('credentials', view.sessionId)} className="button">
        Continue
      </Link>
    )
  }
  return (
    <>
      <p>You can leave this page open while you use the wallet app. It continues by itself.</p>
      <Countdown expiresAt={view.expiresAt} />
      {isSlow && <Tips />}
    </>
  )
}

function Start({ isCreating, onCreate }: { isCreating: boolean; onCreate: () => void }) {
  return (
    <>
      <p className="lead">We make an invitation that only you can use. Your wallet app opens it or scans it.</p>
      <p>Have your phone at hand, with your wallet app on it.</p>
      <MainButton disabled={isCreating} onClick={onCreate}>
        Connect Wallet
      </MainButton>
    </>
  )
}

interface EndedProps {
  view: SessionView
  isCreating: boolean
  onCreate: () => void
}

const actions = {
  expired: 'Get a new code',
  declined: 'Get a new code',
  failed: 'Try again',
} satisfies Record<ReturnType<typeof endOf>, string>

/** The way on from a session that ended unfinished. */
export function Ended({ view, isCreating, onCreate }: EndedProps) {
  return (
    <>
      <MainButton disabled={isCreating} onClick={onCreate}>
        {actions[endOf(view)]}
      </MainButton>
      <Reference sessionId={view.sessionId} />
    </>
  )
}
