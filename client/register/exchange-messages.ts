import type { CommandKind, CredentialStatus, ProofStatus } from '../../shared/session-status.ts'
import type { WatchedView } from '../live/use-live-session.ts'
import { done, problem, type StatusMessage, waiting, working } from '../ui/status-card.tsx'
import { isServersTurn } from './again.ts'
import { failureMessage } from './failure-messages.ts'

/** How the student's own wish to have the wallet asked again is doing. */
export interface Asking {
  readonly isPending: boolean
  readonly error: unknown
}

const askingAgain = working('Asking again', 'A new request is on its way to your wallet.')

const proofMessages = {
  idle: working('Asking your wallet', 'A request to share your details is on its way to it.'),
  request: waiting(
    'Waiting for your approval',
    'Open your wallet app. It shows what NELFUND asks for; approve it to go on.',
  ),
  presentation: working('Checking', 'We have received your details and are checking them.'),
  verified: done('Verified', 'Your details have been verified.'),
  failed: problem(
    'Your card did not pass the check',
    'It may be out of date, or your school took it back. You did nothing wrong, and nothing is lost. Share another card; if you have none, ask your school for a new one and come back to this page.',
  ),
  declined: problem(
    'You declined to share',
    'Nothing was shared. NELFUND cannot go on without these details. If you change your mind, ask again, then approve the request in your wallet app.',
  ),
} satisfies Record<ProofStatus, StatusMessage>

const credentialMessages = {
  idle: working('Verified', 'Your details are verified. Your credential is being prepared.'),
  offer: waiting(
    'Your registration credential is ready',
    'Open your wallet app and accept the credential from NELFUND.',
  ),
  request: working('Receiving', 'Your registration credential is on its way to your wallet.'),
  issued: done('Received', 'Your registration credential is in your wallet.'),
  declined: problem(
    'You declined the credential',
    'Your registration is not complete without it. If you change your mind, ask again, then accept it in your wallet app.',
  ),
} satisfies Record<CredentialStatus, StatusMessage>

const long = working(
  'This is taking longer than usual',
  'The wallet service has not answered yet. We keep trying by ourselves: you can close this page and come back later.',
)
const slow = working(
  'Still waiting for your wallet app',
  'Open your wallet app and look for a message from NELFUND. If there is none, ask again.',
)

const refused = {
  requestProof: problem(
    'Your wallet could not be asked',
    'The wallet service did not take our request. Nothing is lost. Try again; if it does not help, contact NELFUND and quote the reference below.',
  ),
  verifyPresentation: problem(
    'Your details could not be checked',
    'The wallet service did not check what you have shared. You did nothing wrong. Try again, and approve the new request in your wallet app; if it does not help, contact NELFUND and quote the reference below.',
  ),
  readIdentity: problem(
    'Verified, but your details could not be fetched',
    'The wallet service did not hand them over yet. You did nothing wrong, and nothing is lost. Try again; if it does not help, contact NELFUND and quote the reference below.',
  ),
  offerCredential: problem(
    'Your credential could not be sent',
    'The wallet service did not take our offer. Your details are in order, and nothing is lost. Try again; if it does not help, contact NELFUND and quote the reference below.',
  ),
} satisfies Record<CommandKind, StatusMessage>

/**
 * What to read while credentials are shared and received. Nothing is called verified that the server has not. `isLong`:
 * nothing has happened for longer than it should take; `isSlow`: for so long that asking again may help.
 */
export function exchangeMessage(
  view: WatchedView,
  { asking, isLong, isSlow }: { asking: Asking; isLong: boolean; isSlow: boolean },
): StatusMessage {
  const { proof, credential, requestType } = view
  if (asking.isPending) return askingAgain
  if (asking.error) return failureMessage(asking.error)
  if (view.problem) return refused[view.problem]
  if (isLong && isServersTurn(view)) return long
  if (isSlow && (credential === 'offer' || credential === 'request' || proof === 'request')) return slow
  const isOffering = credential !== 'idle' || (proof === 'verified' && requestType === 'registration')
  return isOffering ? credentialMessages[credential] : proofMessages[proof]
}
