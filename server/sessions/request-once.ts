import { isConnected, isEnded } from '../../shared/advance.ts'
import type { SessionView } from '../../shared/session-view.ts'
import type { Database } from '../db/database.ts'
import type { SessionQueries } from '../db/session-views.ts'
import type { PlatformRequestKind } from '../db/transaction.ts'
import { AppError } from '../errors.ts'

export interface ExchangeDeps {
  readonly db: Database
  readonly queries: SessionQueries
  readonly now: () => Date
}

/** After this a call that never came back (the process died in it) may be made again. */
const forgottenAfterMs = 60_000

/**
 * Makes a call to the platform once per session, however often and from wherever it is asked for;
 * where the call fails it can be asked for again.
 *
 * @throws AppError `NOT_FOUND`, `SESSION_ENDED`, `NOT_CONNECTED`, and what `call` throws.
 */
export async function requestOnce(
  { db, queries, now }: ExchangeDeps,
  sessionId: string,
  kind: PlatformRequestKind,
  call: (connectionId: string) => Promise<string>,
): Promise<SessionView> {
  const session = await queries.view(sessionId)
  if (!session) throw new AppError('NOT_FOUND', 'Session not found')
  if (isEnded(session.status)) throw new AppError('SESSION_ENDED', 'The session has ended')
  if (!isConnected(session.status) || session.connectionId === null) {
    throw new AppError('NOT_CONNECTED', 'The wallet is not connected yet')
  }
  if (session[kind] !== 'idle') return session

  const askedAt = now()
  const claimed = await db.transaction(async (rows) => {
    const exchange = await rows.exchange(sessionId, kind)
    const running = exchange.askedAt !== null && askedAt.getTime() - exchange.askedAt.getTime() < forgottenAfterMs
    if (exchange.id !== null || running) return false
    await rows.setExchange(sessionId, kind, { id: null, askedAt })
    return true
  })
  if (!claimed) return session
  try {
    const id = await call(session.connectionId)
    await db.transaction((rows) => rows.setExchange(sessionId, kind, { id, askedAt }))
  } catch (error) {
    await db.transaction((rows) => rows.setExchange(sessionId, kind, { id: null, askedAt: null }))
    throw error
  }
  return (await queries.view(sessionId)) ?? session
}
