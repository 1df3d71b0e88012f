import type { Wizard } from '../../shared/messages/en/wizard.ts'
import type { CredentialStatus, ProofStatus } from '../../shared/session-status.ts'
import type { WatchedView } from '../live/use-live-session.ts'
import { isServersTurn } from './again.ts'
import { failureStatus } from './failure-status.ts'

/** How the student's own wish to have the wallet asked again is doing. */
export interface Asking {
  readonly isPending: boolean
  readonly error: unknown
}

type Status = keyof Wizard['status']

const ofProof = {
  idle: 'asking',
  request: 'asked',
  presentation: 'checking',
  verified: 'verified',
  failed: 'notAccepted',
  declined: 'notShared',
} satisfies Record<ProofStatus, Status>

const ofCredential = {
  idle: 'preparing',
  offer: 'offered',
  request: 'receiving',
  issued: 'received',
  declined: 'notReceived',
} satisfies Record<CredentialStatus, Status>

/**
 * How the sharing and receiving of credentials stands. Nothing is called verified that the server has not. `isLong`:
 * nothing has happened for longer than it should take; `isSlow`: for so long that asking again may help.
 */
export function exchangeStatus(
  view: WatchedView,
  { asking, isLong, isSlow }: { asking: Asking; isLong: boolean; isSlow: boolean },
): Status {
  const { proof, credential, requestType } = view
  if (asking.isPending) return 'askingAgain'
  if (asking.error) return failureStatus(asking.error)
  if (view.problem) return view.problem
  if (isLong && isServersTurn(view)) return 'heldUp'
  if (isSlow && (credential === 'offer' || credential === 'request' || proof === 'request')) return 'askedLong'
  const isOffering = credential !== 'idle' || (proof === 'verified' && requestType === 'registration')
  return isOffering ? ofCredential[credential] : ofProof[proof]
}
