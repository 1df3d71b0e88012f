import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import type { Bus } from '../sessions/bus.ts'
import { createWakeSignal } from '../sessions/wake-signal.ts'
import { findSession, webhooksOf } from './timeline.ts'

/** A look at a long timeline takes its time; the pause after it is so many times as long, and at least so many milliseconds. */
const restFactor = 10
const leastRestMs = 20
const awayMs = 1_000

/**
 * A text at once, and another one whenever the session's timeline has changed, also by a webhook that moved nothing,
 * until `signal` aborts. Says that there is something to read, not what.
 *
 * @throws AppError `NOT_FOUND`
 */
export async function* watchTimeline(
  { db, bus }: { readonly db: Database; readonly bus: Bus },
  { sessionId }: { readonly sessionId: string },
  signal: AbortSignal,
): AsyncGenerator<string> {
  const hints = createWakeSignal()
  const unsubscribe = bus.subscribeAll(hints.wake) // before the first read, or a webhook between the two is lost
  signal.addEventListener('abort', hints.wake)
  let sent = ''
  try {
    while (!signal.aborted) {
      const startedMs = performance.now()
      const mark = await readMark(db, sessionId)
      if (mark !== null && mark !== sent) yield mark
      sent = mark ?? sent
      const restMs = mark === null ? awayMs : Math.max(leastRestMs, (performance.now() - startedMs) * restFactor)
      await delay(restMs, undefined, { signal }).catch(() => undefined)
      if (mark !== null) await hints.next(signal)
    }
  } finally {
    unsubscribe()
    signal.removeEventListener('abort', hints.wake)
  }
}

/** A text that changes whenever the timeline would be another; null while the database is away. */
async function readMark({ query }: Database, sessionId: string): Promise<string | null> {
  try {
    const session = await findSession(query, sessionId)
    const { count, processed, latest } = await query
      .selectFrom(webhooksOf(query, session, ['id', 'processedAt']).as('webhook'))
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.count<number>('processedAt').as('processed')])
      .select(({ fn }) => fn.max('id').as('latest'))
      .executeTakeFirstOrThrow()
    const commands = await query
      .selectFrom('PlatformCommand')
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.sum<number | null>('calls').as('calls')])
      .select(({ fn }) => fn.count<number>('settledAt').as('settled'))
      .where('session', '=', session.id)
      .executeTakeFirstOrThrow()
    const asked = `${commands.count} ${commands.calls ?? 0} ${commands.settled}`
    return `${session.version} ${count} ${processed} ${latest ?? 0} ${asked}`
  } catch (error) {
    if (error instanceof AppError && error.code === 'DATABASE_UNAVAILABLE') return null
    throw error
  }
}
