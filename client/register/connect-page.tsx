import { Link } from 'wouter'
import type { SessionView } from '../../shared/session-view.ts'
import { isEnded } from '../live/is-ended.ts'
import { MainButton } from '../ui/shell.tsx'
import { Countdown, Reference, Tips } from './help.tsx'
import { Invitation } from './invitation.tsx'
import { urlOf } from './session-url.ts'
import { endOf } from './step.ts'

/** Making a new code. */
type Creating = { isCreating: boolean; onCreate: () => void }

/** Step 2: an invitation, and then what the wallet makes of it. */
export function ConnectPage(props: { view: SessionView | null; isSlow: boolean } & Creating) {
  const { view, isSlow, ...creating } = props
  if (!view) return <Start {...creating} />
  if (isEnded(view.status)) return <Ended view={view} {...creating} />
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
      <p>Go on in the wallet app. You need not keep this page open: it is up to date whenever you come back to it.</p>
      <Countdown expiresAt={view.expiresAt} />
      {isSlow && <Tips />}
    </>
  )
}

function Start({ isCreating, onCreate }: Creating) {
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

const actions = {
  expired: 'Get a new code',
  declined: 'Get a new code',
  failed: 'Try again',
} satisfies Record<ReturnType<typeof endOf>, string>

/** The way on from a session that ended unfinished. */
function Ended({ view, isCreating, onCreate }: { view: SessionView } & Creating) {
  return (
    <>
      <MainButton disabled={isCreating} onClick={onCreate}>
        {actions[endOf(view)]}
      </MainButton>
      <Reference reference={view.reference} />
    </>
  )
}
