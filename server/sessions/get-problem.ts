import type { CommandKind } from '../../shared/session-status.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'

/**
 * What the platform has refused to do for the session, or has not handed over for a while, until it is asked anew or the session has gone on without it; null
 * where there is nothing. No part of the view: nothing of the session itself has changed, and no version tells of it.
 *
 * @throws AppError `NOT_FOUND`, `DATABASE_UNAVAILABLE`
 */
export async function getProblem(
  { db: { query } }: { readonly db: Pick<Database, 'query'> },
  sessionId: string,
): Promise<CommandKind | null> {
  const session = await query
    .selectFrom('ConnectionSession')
    .select(['status', 'proof', 'credential', 'problem'])
    .where('sessionId', '=', sessionId)
    .executeTakeFirst()
  if (!session) throw new AppError('NOT_FOUND', 'Session not found')
  const { status, proof, credential, problem } = session
  const isUnoffered = proof === 'verified' && (credential === 'idle' || credential === 'offer')
  if (status !== 'active' && status !== 'completed') return null
  const stillMatters: Readonly<Record<CommandKind, boolean>> = {
    requestProof: proof === 'idle' || proof === 'request',
    verifyPresentation: proof === 'presentation',
    readIdentity: isUnoffered,
    offerCredential: isUnoffered,
  }
  return problem !== null && stillMatters[problem] ? problem : null
}
