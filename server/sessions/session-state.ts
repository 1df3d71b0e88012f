import type { SessionState } from '../../shared/advance.ts'
import { CredentialStatus, ProofStatus, SessionStatus } from '../../shared/session-status.ts'
import type { SessionRow } from '../db/transaction.ts'

/** The machine's state of a stored session. @throws ZodError where the row holds one that the machine does not have. */
export function toSessionState({ status, credential, proof }: SessionRow): SessionState {
  return {
    status: SessionStatus.parse(status),
    credential: CredentialStatus.parse(credential),
    proof: ProofStatus.parse(proof),
  }
}
