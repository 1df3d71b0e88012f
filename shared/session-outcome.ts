import { z } from 'zod'
import type { SessionState } from './advance.ts'
import type { RequestType } from './session-status.ts'

/** What a session has come to. `declined`, `failed` and `open` can still become another: the wallet may be asked again. */
export const SessionOutcome = z.enum(['open', 'registered', 'signed-in', 'declined', 'failed', 'expired', 'cancelled'])
export type SessionOutcome = z.infer<typeof SessionOutcome>

/** All that it follows from. `endedBy` is what ended the session: the cause of that version; of no meaning before. */
export interface OutcomeFacts extends SessionState {
  readonly requestType: RequestType
  readonly endedBy: string | null
}

/**
 * What the session has come to. Who has got what they came for keeps it, whatever happens to the connection later. Whoever
 * refused in the wallet, or whose credentials did not pass, and then let the time run out, has declined or failed; a
 * connection that the wallet's side ended was declined.
 */
export function outcomeOf({ status, proof, credential, requestType, endedBy }: OutcomeFacts): SessionOutcome {
  if (requestType === 'registration' && credential === 'issued') return 'registered'
  if (requestType === 'authentication' && proof === 'verified') return 'signed-in'
  if (status === 'error') return 'failed'
  if (status === 'abandoned' && endedBy === 'cancel') return 'cancelled'
  if (proof === 'failed') return 'failed'
  if (proof === 'declined' || credential === 'declined') return 'declined'
  if (status !== 'abandoned') return 'open'
  return endedBy === 'expiry' ? 'expired' : 'declined'
}
