import { isConnected, isEnded } from '../../shared/advance.ts'
import type { SessionView } from '../../shared/session-view.ts'
import type { Platform } from '../confirmd/platform.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { getSession } from './get-session.ts'

/** What the platform is asked for, and where the session's row keeps that it was, and the record that it made. */
const requests = {
  requestProof: { region: 'proof', id: 'proofId', askedAt: 'proofRequestedAt' },
  offerCredential: { region: 'credential', id: 'credentialId', askedAt: 'credentialOfferedAt' },
} as const

/** After this a call that never came back (the process died in it) may be made again. */
const forgottenAfterMs = 60_000

/**
 * Makes a call to the platform once per session, however often and from wherever it is asked for; where the call fails it
 * can be asked for again.
 *
 * @throws AppError `NOT_FOUND`, `SESSION_ENDED`, `NOT_CONNECTED`, `PLATFORM_FAILED`.
 */
export async function requestOnce(
  ctx: { readonly db: Database; readonly platform: Platform; readonly now: () => Date },
  sessionId: string,
  kind: keyof typeof requests,
): Promise<SessionView> {
  const { db, platform, now } = ctx
  const { region, id, askedAt } = requests[kind]
  const session = await getSession(ctx, sessionId)
  if (isEnded(session.status)) throw new AppError('SESSION_ENDED', 'The session has ended')
  if (!isConnected(session.status) || session.connectionId === null) {
    throw new AppError('NOT_CONNECTED', 'The wallet is not connected yet')
  }
  if (session[region] !== 'idle') return session

  const at = now()
  const claimed = await db.transaction(({ query }) =>
    query
      .updateTable('ConnectionSession')
      .set(askedAt, at)
      .where('sessionId', '=', sessionId)
      .where(id, 'is', null)
      .where((eb) => eb.or([eb(askedAt, 'is', null), eb(askedAt, '<=', new Date(at.getTime() - forgottenAfterMs))]))
      .returning('id')
      .execute(),
  )
  if (claimed.length === 0) return session
  const write = (recordId: string | null, since: Date | null) =>
    db.transaction(({ query }) =>
      query
        .updateTable('ConnectionSession')
        .set(id, recordId)
        .set(askedAt, since)
        .where('sessionId', '=', sessionId)
        .execute(),
    )
  try {
    const { connectionId, requestType } = session
    const recordId =
      kind === 'requestProof'
        ? await platform.requestProof({ connectionId, requestType })
        : await platform.offerCredential({ connectionId, attributes: {} })
    await write(recordId, at)
  } catch (error) {
    await write(null, null)
    throw error
  }
  return getSession(ctx, sessionId)
}
