import type { RequestType, SessionStatus } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { codeOf } from '../live/failure.ts'
import { isEnded } from '../live/is-ended.ts'
import type { LiveSession } from '../live/use-live-session.ts'
import { done, problem, type StatusMessage, waiting, working } from '../ui/status-card.tsx'
import { type Asking, exchangeMessage } from './exchange-messages.ts'
import { failureMessage } from './failure-messages.ts'
import { endOf, isFinished, type Step } from './step.ts'

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

const creating = working('Preparing your code', 'This takes a few seconds.')
const leaving = working('Starting again', 'The old code is being cancelled.')
const withoutView = {
  none: null,
  loading: working('Finding your registration', 'This takes a few seconds.'),
  unknown: problem(
    'We do not know this registration',
    'The link may be incomplete, or the registration too old to be kept. Please start again.',
  ),
  unreachable: problem(
    'We could not load your registration',
    'No answer came from NELFUND. Check your internet connection, then try again.',
  ),
} satisfies Record<Exclude<LiveSession['state'], 'known'>, StatusMessage | null>
const serverTrouble = problem(
  'We could not load your registration',
  'Something went wrong on our side. Wait a minute, then try again.',
)
const finished = {
  registration: done('Registration complete', 'Your registration credential is in your wallet.'),
  authentication: done('Identity confirmed', 'Your details have been verified.'),
} satisfies Record<RequestType, StatusMessage>

/** The message in the page's status region: what is happening now, or null where there is nothing to say. */
export function statusMessage(situation: Situation): StatusMessage | null {
  const { step, session, isSlow, isLeaving, create } = situation
  if (isLeaving) return leaving
  if (create.isPending) return creating
  if (step === 'connect' && create.error) return failureMessage(create.error)
  if (session.state === 'unreachable') return unreachableMessage(session.error)
  if (session.state !== 'known') return withoutView[session.state]
  const { view } = session
  if (step === 'intro') return null
  if (step === 'complete' && isFinished(view)) return finished[view.requestType]
  const isExchanging = step === 'credentials' && (isFinished(view) || !isEnded(view.status))
  return isExchanging ? exchangeMessage(view, situation) : connectMessage(view, isSlow)
}

function unreachableMessage(error: unknown): StatusMessage {
  const code = codeOf(error)
  if (code === 'NOT_SET_UP') return failureMessage(error)
  return code === null ? withoutView.unreachable : serverTrouble
}

const connected = done('Your wallet is connected', 'Next, you share your credentials.')
const cancelled = problem(
  'The connection was declined or cancelled',
  'To go on, get a new code and accept the connection in your wallet app.',
)

const usual = {
  invitation: waiting(
    'Waiting for your wallet',
    'Open the invitation in your wallet app, or scan the code with it. This page updates by itself.',
  ),
  request: working('Code scanned', 'Your wallet has answered. If it asks you to accept the connection, do so.'),
  response: working('Connecting', 'Your wallet and NELFUND are setting up a safe connection.'),
  active: connected,
  completed: connected,
  error: problem(
    'The connection failed',
    'Your wallet or the wallet service reported a problem. Try again with a new code; if it fails again, contact NELFUND and quote the reference below.',
  ),
  abandoned: cancelled,
} satisfies Record<SessionStatus, StatusMessage>

const slow = {
  invitation: waiting(
    'Still waiting for your wallet',
    'The code is still valid. If your wallet app does not react, try the tips below.',
  ),
  request: working(
    'This is taking longer than usual',
    'Your wallet has scanned the code. Open it and look for a question to accept, and check that your phone is online.',
  ),
  response: working(
    'This is taking longer than usual',
    'Still connecting. Keep your wallet app open and check that your phone is online.',
  ),
} satisfies Partial<Record<SessionStatus, StatusMessage>>

const ends = {
  failed: usual.error,
  declined: cancelled,
  expired: problem('Time ran out', 'This code is no longer valid. Get a new one to go on; nothing else is lost.'),
} satisfies Record<ReturnType<typeof endOf>, StatusMessage>

/** What to read while the connection is being made, or after it ended. */
function connectMessage(view: SessionView, isSlow: boolean): StatusMessage {
  const { status } = view
  if (isEnded(status)) return ends[endOf(view)]
  if (isSlow && (status === 'invitation' || status === 'request' || status === 'response')) return slow[status]
  return usual[status]
}
