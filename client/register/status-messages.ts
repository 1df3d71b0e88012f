import type { CredentialStatus, ProofStatus, RequestType, SessionStatus } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { codeOf } from '../live/failure.ts'
import { isEnded } from '../live/is-ended.ts'
import type { LiveSession } from '../live/use-live-session.ts'
import type { StatusMessage } from '../ui/status-card.tsx'
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

const creating: StatusMessage = { tone: 'working', title: 'Preparing your code', text: 'This takes a few seconds.' }
const leaving: StatusMessage = { tone: 'working', title: 'Starting again', text: 'The old code is being cancelled.' }
const loading: StatusMessage = {
  tone: 'working',
  title: 'Finding your registration',
  text: 'This takes a few seconds.',
}
const unknown: StatusMessage = {
  tone: 'problem',
  title: 'We do not know this registration',
  text: 'The link may be incomplete, or the registration too old to be kept. Please start again.',
}
const unreachable: StatusMessage = {
  tone: 'problem',
  title: 'We could not load your registration',
  text: 'It is safe. Check your internet connection, then try again.',
}
const finished = {
  registration: {
    tone: 'done',
    title: 'Registration complete',
    text: 'Your registration credential is in your wallet.',
  },
  authentication: { tone: 'done', title: 'Identity confirmed', text: 'Your details have been verified.' },
} satisfies Record<RequestType, StatusMessage>

/** The words of the page's status region: what is happening now, or null where there is nothing to say. */
export function statusMessage({
  step,
  session,
  isSlow,
  isLeaving,
  create,
  prove,
  offer,
}: Situation): StatusMessage | null {
  if (isLeaving) return leaving
  if (create.isPending) return creating
  if (step === 'connect' && create.error) return failureMessage(create.error)
  switch (session.state) {
    case 'none':
      return null
    case 'loading':
      return loading
    case 'unknown':
      return unknown
    case 'unreachable':
      return unreachable
    case 'known': {
      const { view } = session
      if (step === 'intro') return null
      if (step === 'complete' && isFinished(view)) return finished[view.requestType]
      const isExchanging = step === 'credentials' && (isFinished(view) || !isEnded(view.status))
      return isExchanging ? credentialsMessage(view, prove, offer) : connectMessage(view, isSlow)
    }
  }
}

const connected: StatusMessage = {
  tone: 'done',
  title: 'Your wallet is connected',
  text: 'Next, you share your credentials.',
}
const cancelled: StatusMessage = {
  tone: 'problem',
  title: 'The connection was declined or cancelled',
  text: 'To go on, get a new code and accept the connection in your wallet app.',
}

const usual = {
  invitation: {
    tone: 'waiting',
    title: 'Waiting for your wallet',
    text: 'Open the invitation in your wallet app, or scan the code with it. This page updates by itself.',
  },
  request: {
    tone: 'working',
    title: 'Code scanned',
    text: 'Your wallet has answered. If it asks you to accept the connection, do so.',
  },
  response: { tone: 'working', title: 'Connecting', text: 'Your wallet and NELFUND are setting up a safe connection.' },
  active: connected,
  completed: connected,
  error: {
    tone: 'problem',
    title: 'The connection failed',
    text: 'Your wallet or the wallet service reported a problem. Try again with a new code; if it fails again, contact NELFUND and quote the reference below.',
  },
  abandoned: cancelled,
} satisfies Record<SessionStatus, StatusMessage>

const slow = {
  invitation: {
    tone: 'waiting',
    title: 'Still waiting for your wallet',
    text: 'The code is still valid. If your wallet app does not react, try the tips below.',
  },
  request: {
    tone: 'working',
    title: 'This is taking longer than usual',
    text: 'Your wallet has scanned the code. Open it and look for a question to accept, and check that your phone is online.',
  },
  response: {
    tone: 'working',
    title: 'This is taking longer than usual',
    text: 'Still connecting. Keep your wallet app open and check that your phone is online.',
  },
} satisfies Partial<Record<SessionStatus, StatusMessage>>

const ends = {
  failed: usual.error,
  declined: cancelled,
  expired: {
    tone: 'problem',
    title: 'Time ran out',
    text: 'This code is no longer valid. Get a new one to go on; nothing else is lost.',
  },
} satisfies Record<ReturnType<typeof endOf>, StatusMessage>

/** What to read while the connection is being made, or after it ended. */
export function connectMessage(view: SessionView, isSlow: boolean): StatusMessage {
  const { status } = view
  if (isEnded(status)) return ends[endOf(view)]
  if (isSlow && (status === 'invitation' || status === 'request' || status === 'response')) return slow[status]
  return usual[status]
}

/** How a request to the platform is doing: asking the wallet to share, or offering it the credential. */
export interface Ask {
  readonly error: unknown
  readonly isSent: boolean
}

const approve: StatusMessage = {
  tone: 'waiting',
  title: 'Waiting for your approval',
  text: 'Open your wallet app. It shows what NELFUND asks for; approve it to go on.',
}
const accept: StatusMessage = {
  tone: 'waiting',
  title: 'Your registration credential is ready',
  text: 'Open your wallet app and accept the credential from NELFUND.',
}

const proofMessages = {
  idle: { tone: 'working', title: 'Asking your wallet', text: 'A request to share your details is on its way to it.' },
  request: approve,
  presentation: { tone: 'working', title: 'Checking', text: 'We have received your details and are checking them.' },
  verified: { tone: 'done', title: 'Verified', text: 'Your details have been verified.' },
  failed: {
    tone: 'problem',
    title: 'Your details could not be verified',
    text: 'What your wallet shared did not pass the check: it may be out of date or withdrawn. Start again with other credentials, or contact NELFUND and quote the reference below.',
  },
  declined: {
    tone: 'problem',
    title: 'You declined to share',
    text: 'Nothing was shared, and NELFUND cannot register you without it. If you change your mind, start again.',
  },
} satisfies Record<ProofStatus, StatusMessage>

const credentialMessages = {
  idle: { tone: 'working', title: 'Verified', text: 'Your details are verified. Your credential is being prepared.' },
  offer: accept,
  request: { tone: 'working', title: 'Receiving', text: 'Your registration credential is on its way to your wallet.' },
  issued: { tone: 'done', title: 'Received', text: 'Your registration credential is in your wallet.' },
  declined: {
    tone: 'problem',
    title: 'You declined the credential',
    text: 'Your registration is not complete without it. If you change your mind, start again.',
  },
} satisfies Record<CredentialStatus, StatusMessage>

/** What to read while credentials are shared and received. Nothing is called verified that the server has not. */
export function credentialsMessage(
  { proof, credential, requestType }: SessionView,
  prove: Ask,
  offer: Ask,
): StatusMessage {
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
export function failureMessage(error: unknown): StatusMessage {
  switch (codeOf(error)) {
    case null:
      return {
        tone: 'problem',
        title: 'No connection',
        text: 'We could not reach NELFUND from this device. Check your internet connection, then try again.',
      }
    case 'BAD_GATEWAY':
      return {
        tone: 'problem',
        title: 'The wallet service did not answer',
        text: 'Nothing was saved and nothing is lost. Wait a minute, then try again.',
      }
    case 'PRECONDITION_FAILED':
      return {
        tone: 'problem',
        title: 'Your wallet is not ready yet',
        text: 'Open your wallet app, wait until it shows the connection, then try again.',
      }
    default:
      return {
        tone: 'problem',
        title: 'That did not work',
        text: 'Something went wrong on our side; nothing you did is lost. Wait a minute, then try again.',
      }
  }
}
