import type { CredentialStatus, ProofStatus, RequestType, SessionStatus } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { codeOf } from '../live/failure.ts'
import { isEnded } from '../live/is-ended.ts'
import type { LiveSession } from '../live/use-live-session.ts'
import { done, problem, type StatusMessage, waiting, working } from '../ui/status-card.tsx'
import { endOf, isFinished, type Step } from './step.ts'

export interface Situation {
  readonly step: Step
  readonly session: LiveSession
  readonly isSlow: boolean
  readonly isLeaving: boolean
  readonly create: { readonly isPending: boolean; readonly error: unknown }
  readonly prove: Ask
  readonly offer: Ask
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
    'It is safe. Check your internet connection, then try again.',
  ),
} satisfies Record<Exclude<LiveSession['state'], 'known'>, StatusMessage | null>
const finished = {
  registration: done('Registration complete', 'Your registration credential is in your wallet.'),
  authentication: done('Identity confirmed', 'Your details have been verified.'),
} satisfies Record<RequestType, StatusMessage>

/** The message in the page's status region: what is happening now, or null where there is nothing to say. */
export function statusMessage(situation: Situation): StatusMessage | null {
  const { step, session, isSlow, isLeaving, create, prove, offer } = situation
  if (isLeaving) return leaving
  if (create.isPending) return creating
  if (step === 'connect' && create.error) return failureMessage(create.error)
  if (session.state !== 'known') return withoutView[session.state]
  const { view } = session
  if (step === 'intro') return null
  if (step === 'complete' && isFinished(view)) return finished[view.requestType]
  const isExchanging = step === 'credentials' && (isFinished(view) || !isEnded(view.status))
  return isExchanging ? credentialsMessage(view, prove, offer) : connectMessage(view, isSlow)
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

/** How a request to the platform is doing: asking the wallet to share, or offering it the credential. */
interface Ask {
  readonly error: unknown
  readonly isSent: boolean
}

const approve = waiting(
  'Waiting for your approval',
  'Open your wallet app. It shows what NELFUND asks for; approve it to go on.',
)
const accept = waiting(
  'Your registration credential is ready',
  'Open your wallet app and accept the credential from NELFUND.',
)

const proofMessages = {
  idle: working('Asking your wallet', 'A request to share your details is on its way to it.'),
  request: approve,
  presentation: working('Checking', 'We have received your details and are checking them.'),
  verified: done('Verified', 'Your details have been verified.'),
  failed: problem(
    'Your details could not be verified',
    'What your wallet shared did not pass the check: it may be out of date or withdrawn. Start again with other credentials, or contact NELFUND and quote the reference below.',
  ),
  declined: problem(
    'You declined to share',
    'Nothing was shared, and NELFUND cannot register you without it. If you change your mind, start again.',
  ),
} satisfies Record<ProofStatus, StatusMessage>

const credentialMessages = {
  idle: working('Verified', 'Your details are verified. Your credential is being prepared.'),
  offer: accept,
  request: working('Receiving', 'Your registration credential is on its way to your wallet.'),
  issued: done('Received', 'Your registration credential is in your wallet.'),
  declined: problem(
    'You declined the credential',
    'Your registration is not complete without it. If you change your mind, start again.',
  ),
} satisfies Record<CredentialStatus, StatusMessage>

/** What to read while credentials are shared and received. Nothing is called verified that the server has not. */
function credentialsMessage({ proof, credential, requestType }: SessionView, prove: Ask, offer: Ask): StatusMessage {
  if (credential !== 'idle') return credentialMessages[credential]
  if (proof === 'idle') return askMessage(prove, approve, proofMessages.idle)
  if (proof === 'verified' && requestType === 'registration') return askMessage(offer, accept, credentialMessages.idle)
  return proofMessages[proof]
}

function askMessage({ error, isSent }: Ask, sent: StatusMessage, sending: StatusMessage): StatusMessage {
  if (error) return failureMessage(error)
  return isSent ? sent : sending
}

/** What a failed call means to the student: whose side it failed on, what became of it, and what to do. */
function failureMessage(error: unknown): StatusMessage {
  switch (codeOf(error)) {
    case null:
      return problem(
        'No connection',
        'We could not reach NELFUND from this device. Check your internet connection, then try again.',
      )
    case 'BAD_GATEWAY':
      return problem(
        'The wallet service did not answer',
        'Nothing was saved and nothing is lost. Wait a minute, then try again.',
      )
    case 'PRECONDITION_FAILED':
      return problem(
        'Your wallet is not ready yet',
        'Open your wallet app, wait until it shows the connection, then try again.',
      )
    default:
      return problem(
        'That did not work',
        'Something went wrong on our side; nothing you did is lost. Wait a minute, then try again.',
      )
  }
}
