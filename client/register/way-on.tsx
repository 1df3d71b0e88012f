import type { SessionView } from '../../shared/session-view.ts'
import { isEnded } from '../live/is-ended.ts'
import type { LiveSession, WatchedView } from '../live/use-live-session.ts'
import { say, useWords } from '../ui/messages.ts'
import { MainButton } from '../ui/shell.tsx'
import { Link } from './address.tsx'
import type { Again } from './again.ts'
import { InvitationLink } from './invitation-link.tsx'
import { OpenWallet } from './open-wallet.tsx'
import { ReturnToPortal } from './portal.tsx'
import { urlOf } from './session-url.ts'
import type { Status } from './status.ts'
import { endOf, isFinished, type Step } from './step.ts'
import type { DeadLink } from './use-dead-link.ts'
import { useWide } from './use-wide.ts'

interface WayOnProps {
  step: Step
  session: LiveSession
  status: Status | null
  again: Again | null
  portal: string | null
  deadLink: DeadLink
  isBusy: boolean
  /** Whether the student's last wish failed. */
  hasFailed: boolean
  onCreate: () => void
  onAgain: (again: Again) => void
  onStartAgain: () => void
}

/** The one thing to do now; nothing where there is nothing to do but wait. */
export function WayOn(props: WayOnProps) {
  const { step, session, isBusy, onCreate, onStartAgain } = props
  const { actions, start } = useWords()
  if (session.state === 'unreachable') return <MainButton onClick={session.retry}>{say(actions.tryAgain)}</MainButton>
  if (session.state === 'unknown') return <MainButton onClick={onStartAgain}>{say(actions.startAgain)}</MainButton>
  if (step === 'connect' && session.state !== 'loading') {
    const view = session.state === 'known' ? session.view : null
    if (view && !isEnded(view.status)) return <ToWallet view={view} onFollow={props.deadLink.followed} />
    const words = view ? actions[newCodeFor[endOf(view)]] : start.connect
    return (
      <MainButton disabled={isBusy} onClick={onCreate}>
        {say(words)}
      </MainButton>
    )
  }
  return session.state === 'known' ? <Further {...props} view={session.view} /> : null
}

const newCodeFor = { expired: 'newCode', declined: 'newCode', failed: 'tryAgain' } as const

/** While the connection is being made, and once it is. */
function ToWallet({ view, onFollow }: { view: SessionView; onFollow: () => void }) {
  const { actions } = useWords()
  const isWide = useWide()
  if (view.status === 'invitation')
    return isWide ? null : <InvitationLink invited={view} className="button needs-net" onFollow={onFollow} />
  if (view.status === 'request' || view.status === 'response') return <OpenWallet />
  return (
    <Link href={urlOf('credentials', view.sessionId)} className="button">
      {say(actions.continue)}
    </Link>
  )
}

/** On the steps after that. */
function Further(props: WayOnProps & { view: WatchedView }) {
  const { step, view, status, again, portal, isBusy, hasFailed, onAgain } = props
  const { actions } = useWords()
  if (step === 'complete') return isFinished(view) && portal ? <ReturnToPortal name={portal} isMain /> : null
  if (step !== 'credentials') return null
  if (again)
    return (
      <MainButton isQuiet={status === 'heldUp'} disabled={isBusy} onClick={() => onAgain(again)}>
        {say(actions[hasFailed ? 'tryAgain' : again.words])}
      </MainButton>
    )
  return status === 'asked' || status === 'offered' ? <OpenWallet /> : null
}
