import { type Kysely, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { CredentialStatus, ProofStatus, SessionStatus } from '../../shared/session-status.ts'
import type { Tables } from './entities/entities.ts'
import { stalledCondition } from './stalled-condition.ts'

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
  expiresAt: z.date(),
})
export type StalledSession = z.infer<typeof StalledSession>

/** Two reads, each along an index of its own. Exported for the test that looks at its plan. */
export function stalledSessions(query: Kysely<Tables>, from: Date, to: Date, limit: number) {
  const sessions = query
    .selectFrom('ConnectionSession')
    .select([
      'id',
      'sessionId',
      'status',
      'credential',
      'proof',
      'connectionId',
      'proofId',
      'credentialId',
      'expiresAt',
    ])
    .where('expiresAt', '>', from)
    .where('expiresAt', '<=', to)
  return sessions
    .where('status', 'in', ['request', 'response', 'active'])
    .where('connectionId', 'is not', null)
    .unionAll(sessions.where(sql<SqlBool>`${sql.raw(stalledCondition)}`))
    .orderBy('expiresAt')
    .limit(limit)
}

/**
 * Unfinished sessions with a known connection whose `expiresAt` is after `from` and not after `to`, the oldest first, and
 * whether there are as many as `limit`. One in a state that nothing here knows is left out.
 */
export async function findStalledSessions(query: Kysely<Tables>, from: Date, to: Date, limit: number) {
  const rows = await stalledSessions(query, from, to, limit).execute()
  return { sessions: rows.flatMap((row) => StalledSession.safeParse(row).data ?? []), isFull: rows.length === limit }
}
