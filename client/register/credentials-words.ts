import type { CredentialStatus, ProofStatus } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import type { Words } from '../ui/status-card.tsx'
import { failureWords } from './failure-words.ts'

/** How a request to the platform is doing: asking the wallet to share, or offering it the credential. */
export interface Ask {
  readonly error: unknown
  readonly isSent: boolean
}

const approve: Words = {
  tone: 'waiting',
  title: 'Waiting for your approval',
  text: 'Open your wallet app. It shows what NELFUND asks for; approve it to go on.',
}
const accept: Words = {
  tone: 'waiting',
  title: 'Your registration credential is ready',
  text: 'Open your wallet app and accept the credential from NELFUND.',
}

const proofWords = {
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
} satisfies Record<ProofStatus, Words>

const credentialWords = {
  idle: { tone: 'working', title: 'Verified', text: 'Your details are verified. Your credential is being prepared.' },
  offer: accept,
  request: { tone: 'working', title: 'Receiving', text: 'Your registration credential is on its way to your wallet.' },
  issued: { tone: 'done', title: 'Received', text: 'Your registration credential is in your wallet.' },
  declined: {
    tone: 'problem',
    title: 'You declined the credential',
    text: 'Your registration is not complete without it. If you change your mind, start again.',
  },
} satisfies Record<CredentialStatus, Words>

/** What to read while credentials are shared and received. Nothing is called verified that the server has not. */
export function credentialsWords({ proof, credential, requestType }: SessionView, prove: Ask, offer: Ask): Words {
  if (credential !== 'idle') return credentialWords[credential]
  if (proof === 'idle') return askWords(prove, approve, proofWords.idle)
  if (proof === 'verified' && requestType === 'registration') return askWords(offer, accept, credentialWords.idle)
  return proofWords[proof]
}

function askWords({ error, isSent }: Ask, sent: Words, sending: Words): Words {
  if (error) return failureWords(error)
  return isSent ? sent : sending
}
