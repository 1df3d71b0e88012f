import { setTimeout as delay } from 'node:timers/promises'
import { findTimelineSession, readWebhooksMark } from '../db/queries/timeline-queries.ts'
import type { Execute } from '../db/statement.ts'
import { AppError } from '../errors.ts'
import type { Bus } from '../sessions/bus.ts'
import { createWakeSignal } from '../sessions/wake-signal.ts'

export interface WatchTimelineDeps {
  readonly bus: Bus
  readonly read: Execute
}

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
  { bus, read }: WatchTimelineDeps,
  sessionId: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const hints = createWakeSignal()
  const unsubscribe = bus.subscribeAll(hints.wake) // before the first read, or a webhook between the two is lost
  signal.addEventListener('abort', hints.wake)
  let told = ''
  try {
    while (!signal.aborted) {
      const startedMs = performance.now()
      const mark = await readMark(read, sessionId)
      if (mark !== null && mark !== told) yield mark
      told = mark ?? told
      const restMs = mark === null ? awayMs : Math.max(leastRestMs, (performance.now() - startedMs) * restFactor)
      await delay(restMs, undefined, { signal }).catch(() => undefined)
      if (mark !== null) await hints.next(signal)
    }
  } finally {
    unsubscribe()
    signal.removeEventListener('abort', hints.wake)
  }
}

/** Null while the database is away. */
async function readMark(read: Execute, sessionId: string): Promise<string | null> {
  try {
    const session = await findTimelineSession(read, sessionId)
    if (!session) throw new AppError('NOT_FOUND', 'Session not found')
    return `${session.version} ${await readWebhooksMark(read, session)}`
  } catch (error) {
    if (error instanceof AppError && error.code === 'DATABASE_UNAVAILABLE') return null
    throw error
  }
}
