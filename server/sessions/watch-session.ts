import { setTimeout as delay } from 'node:timers/promises'
import type { SessionView } from '../../shared/session-view.ts'
import { SessionWatch, type ToFollow, type WatchContext } from './session-watch.ts'
import { createWakeSignal } from './wake-signal.ts'

/** How long a watcher waits, more or less, before it asks a database again that did not answer. */
const awayMs = 1_000

/** In milliseconds. */
export function pauseWhileAway(): number {
  return awayMs * (0.5 + Math.random())
}

/**
 * The current view at once where `last` is null, or is of a time that a restore has undone, else every version after it; then every later one,
 * in order, once each, until a final status or until `signal` aborts. Where the database is restored meanwhile to a time before
 * the last of them, the view of that time follows.
 *
 * @throws AppError `NOT_FOUND`
 */
export async function* watchSession(
  ctx: WatchContext,
  wanted: ToFollow,
  signal: AbortSignal,
): AsyncGenerator<SessionView> {
  const hints = createWakeSignal()
  const watch = new SessionWatch(ctx, wanted, hints.wake)
  signal.addEventListener('abort', hints.wake)
  try {
    while (!signal.aborted) {
      const views = await watch.read()
      for (const view of views ?? []) {
        yield view
        watch.taken(view)
      }
      if (watch.isOver) return
      if (views === null) await delay(pauseWhileAway(), undefined, { signal }).catch(() => undefined)
      else await hints.next(signal)
    }
  } finally {
    watch.close()
    signal.removeEventListener('abort', hints.wake)
  }
}
