import type { CredentialStatus, ProofStatus } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { codeOf } from '../live/failure.ts'
import type { StatusMessage } from '../ui/status-card.tsx'

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
        text: 'The fault is ours, and nothing you did is lost. Wait a minute, then try again.',
      }
  }
}
