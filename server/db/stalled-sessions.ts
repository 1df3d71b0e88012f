import { z } from 'zod'
import { CredentialStatus, ProofStatus, SessionStatus } from '../../shared/session-status.ts'
import type { Execute } from './statement.ts'

/**
 * Sessions that could stand still for good, where their status alone does not say so; the words of a partial index,
 * which serves only a query that says the same. A `case`, or SQLite would rather look at each completed session there is.
 */
export const unsettled =
  `"connectionId" is not null and case "status" when 'invitation' then true when 'completed' then ` +
  `"proof" in ('request', 'presentation') or "proof" = 'idle' and "proofId" is not null or ` +
  `"credential" in ('offer', 'request') or "credential" = 'idle' and "credentialId" is not null else false end`

/** A session that the platform could be asked about. */
export const StalledSession = z.object({
  id: z.number(),
  sessionId: z.string(),
  status: SessionStatus,
  credential: CredentialStatus,
  proof: ProofStatus,
  connectionId: z.string(),
  proofId: z.string().nullable(),
  credentialId: z.string().nullable(),
  expiresAt: z.union([z.number(), z.string(), z.date()]).transform((value) => new Date(value)),
})
export type StalledSession = z.infer<typeof StalledSession>

const columns = `"id", "sessionId", "status", "credential", "proof", "connectionId", "proofId", "credentialId", "expiresAt"`
/** Exported for the test that looks at its plan. */
export const stalledSessionsStatement = `select ${columns} from "ConnectionSession"
  where "status" in ('request', 'response', 'active') and "connectionId" is not null and "expiresAt" > ? and "expiresAt" <= ?
  union all select ${columns} from "ConnectionSession" where ${unsettled} and "expiresAt" > ? and "expiresAt" <= ?
  order by "expiresAt" limit ?`

/** Unfinished sessions with a known connection whose `expiresAt` is after `from` and not after `to`, the oldest first. */
export async function findStalledSessions(
  read: Execute,
  from: Date,
  to: Date,
  limit: number,
): Promise<StalledSession[]> {
  return z.array(StalledSession).parse(await read(stalledSessionsStatement, [from, to, from, to, limit]))
}
