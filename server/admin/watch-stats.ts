import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../errors.ts'
import type { AdminStats } from './stats.ts'

/** The console need not be faster than this, however many webhooks come. */
const everyMs = 1000

/** Statistics for any number of watchers, read once for all of them. */
export function createWatchStats(stats: () => Promise<AdminStats>) {
  let latest: { readonly atMs: number; readonly stats: Promise<AdminStats> } | undefined
  const recent = (): Promise<AdminStats> => {
    const nowMs = performance.now()
    if (!latest || nowMs - latest.atMs >= everyMs / 2) latest = { atMs: nowMs, stats: stats() }
    return latest.stats
  }
  /** Now, and whenever they have changed, at most once a second, until `signal` aborts. */
  return async function* watchStats(signal: AbortSignal): AsyncGenerator<AdminStats> {
    let sent = ''
    while (!signal.aborted) {
      const now = await recent().catch(ifUnavailable)
      const text = JSON.stringify(now)
      if (now && text !== sent && !signal.aborted) {
        yield now
        sent = text
      }
      await delay(everyMs, undefined, { signal }).catch(() => undefined) // cut short at the end of the stream
    }
  }
}

export type WatchStats = ReturnType<typeof createWatchStats>

/** Nothing new while the database is away: the stream outlives that. */
function ifUnavailable(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error
}
