import type { Wizard } from '../../shared/messages/en/wizard.ts'
import type { RequestType, SessionStatus } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { codeOf } from '../live/failure.ts'
import { isEnded } from '../live/is-ended.ts'
import type { LiveSession } from '../live/use-live-session.ts'
import type { Tone } from '../ui/status-card.tsx'
import { type Asking, exchangeStatus } from './exchange-status.ts'
import { failureStatus } from './failure-status.ts'
import { endOf, isFinished, type Step } from './step.ts'

/** How things stand, by the name of the message that says so. */
export type Status = keyof Wizard['status']

export interface Situation {
  readonly step: Step
  readonly session: LiveSession
  /** Nothing has happened for longer than it should take. */
  readonly isLong: boolean
  /** Nothing has happened for so long that the student should do something. */
  readonly isSlow: boolean
  readonly isLeaving: boolean
  readonly create: { readonly isPending: boolean; readonly error: unknown }
  readonly asking: Asking
}

/** Colour and mark of each. */
export const tones = {
  creating: 'working',
  leaving: 'working',
  loading: 'working',
  unknown: 'problem',
  unreachable: 'problem',
  broken: 'problem',
  waiting: 'waiting',
  scanned: 'working',
  connecting: 'working',
  waitingLong: 'waiting',
  scannedLong: 'working',
  connectingLong: 'working',
  connected: 'done',
  failed: 'problem',
  declined: 'over',
  expired: 'over',
  asking: 'working',
  asked: 'waiting',
  checking: 'working',
  verified: 'done',
  notAccepted: 'problem',
  notShared: 'over',
  preparing: 'working',
  offered: 'waiting',
  receiving: 'working',
  received: 'done',
  notReceived: 'over',
  askedLong: 'working',
  heldUp: 'working',
  askingAgain: 'working',
  registered: 'done',
  confirmed: 'done',
  requestProof: 'problem',
  verifyPresentation: 'problem',
  readIdentity: 'problem',
  offerCredential: 'problem',
  noAnswer: 'problem',
  notSetUp: 'problem',
  closed: 'problem',
  platformAway: 'problem',
  notReady: 'problem',
  trouble: 'problem',
} satisfies Record<Status, Tone>

const finished = { registration: 'registered', authentication: 'confirmed' } satisfies Record<RequestType, Status>

/** What the page's status region says: what is happening now, or null where there is nothing to say. */
export function statusOf(situation: Situation): Status | null {
  const { step, session, isSlow, isLeaving, create } = situation
  if (isLeaving) return 'leaving'
  if (create.isPending) return 'creating'
  if (step === 'connect' && create.error) return failureStatus(create.error)
  if (session.state === 'unreachable') return unreachableStatus(session.error)
  if (session.state !== 'known') return session.state === 'none' ? null : session.state
  const { view } = session
  if (step === 'intro') return null
  if (step === 'complete' && isFinished(view)) return finished[view.requestType]
  const isExchanging = step === 'credentials' && (isFinished(view) || !isEnded(view.status))
  return isExchanging ? exchangeStatus(view, situation) : connectStatus(view, isSlow)
}

function unreachableStatus(error: unknown): Status {
  const code = codeOf(error)
  if (code === 'NOT_SET_UP') return 'notSetUp'
  return code === null ? 'unreachable' : 'broken'
}

const usual = {
  invitation: 'waiting',
  request: 'scanned',
  response: 'connecting',
  active: 'connected',
  completed: 'connected',
  error: 'failed',
  abandoned: 'declined',
} satisfies Record<SessionStatus, Status>

const slow: Partial<Record<SessionStatus, Status>> = {
  invitation: 'waitingLong',
  request: 'scannedLong',
  response: 'connectingLong',
}

/** While the connection is being made, or after it ended. */
function connectStatus(view: SessionView, isSlow: boolean): Status {
  const { status } = view
  if (isEnded(status)) return endOf(view)
  return (isSlow && slow[status]) || usual[status]
}
