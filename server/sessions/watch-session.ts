import { setTimeout as delay } from 'node:timers/promises'
import { isEnded } from '../../shared/advance.ts'
import type { EventId } from '../../shared/event-id.ts'
import type { SessionView } from '../../shared/session-view.ts'
import type { Database } from '../db/database.ts'
import type { SessionViews } from '../db/session-views.ts'
import { AppError } from '../errors.ts'
import type { Bus } from './bus.ts'
import { createWakeSignal } from './wake-signal.ts'

/** How long a watcher waits, more or less, before it asks a database again that did not answer. */
const awayMs = 1_000

export interface WatchContext {
  readonly db: Pick<Database, 'views'>
  readonly bus: Bus
}

/**
 * The current view at once where `last` is null, or is of a time that a restore has undone, else every version after it; then every later one,
 * in order, once each, until a final status or until `signal` aborts. Where the database is restored meanwhile to a time before
 * the last of them, the view of that time follows.
 *
 * @throws AppError `NOT_FOUND`
 */
export async function* watchSession(
  { db: { views }, bus }: WatchContext,
  { sessionId, last }: { readonly sessionId: string; readonly last: EventId | null },
  signal: AbortSignal,
): AsyncGenerator<SessionView> {
  let version = 0
  let doubted = false
  const hints = createWakeSignal()
  const unsubscribe = bus.subscribe(sessionId, (reached) => {
    doubted ||= reached < version
    if (reached !== version) hints.wake()
  }) // before the first read, or a change between the two is lost
  signal.addEventListener('abort', hints.wake)
  try {
    const current = await views.view(sessionId)
    if (!current) throw new AppError('NOT_FOUND', 'Session not found')
    const resumesAt = last !== null && (await isOurs(views, current, last)) ? last.version : null
    version = resumesAt ?? current.version
    if (resumesAt === null) yield current
    let ended = isEnded(current.status) && version === current.version
    while (!ended && !signal.aborted) {
      const later: SessionView[] | null = doubted
        ? await undone(views, sessionId, version)
        : await versionsAfter(views, sessionId, version)
      doubted &&= later === null
      if (later === null) {
        await delay(awayMs * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined)
        continue
      }
      for (const view of later) {
        yield view
        version = view.version
        ended = isEnded(view.status)
      }
      if (!ended && !doubted) await hints.next(signal)
    }
  } finally {
    unsubscribe()
    signal.removeEventListener('abort', hints.wake)
  }
}

/** Whether the session has been at that version, and has the same history since. */
async function isOurs(views: SessionViews, current: SessionView, { version, atMs }: EventId): Promise<boolean> {
  if (version > current.version) return false
  if (atMs === null) return true
  const [then] = version === current.version ? [current] : await views.versionsAfter(current.sessionId, version - 1)
  return then?.version === version && Date.parse(then.updatedAt) === atMs
}

/** Null while the database is away. */
function versionsAfter(views: SessionViews, sessionId: string, version: number): Promise<SessionView[] | null> {
  return unlessAway(() => views.versionsAfter(sessionId, version))
}

/**
 * The current view, where the database was restored underneath to a time before `version`; nothing where a hint was only late.
 * Null while the database is away. @throws AppError `NOT_FOUND` where there was no such session yet at that time.
 */
function undone(views: SessionViews, sessionId: string, version: number): Promise<SessionView[] | null> {
  return unlessAway(async () => {
    const current = await views.view(sessionId)
    if (!current) throw new AppError('NOT_FOUND', 'Session not found')
    return current.version < version ? [current] : []
  })
}

async function unlessAway(read: () => Promise<SessionView[]>): Promise<SessionView[] | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError && error.code === 'DATABASE_UNAVAILABLE') return null
    throw error
  }
}
