import { setTimeout as delay } from 'node:timers/promises'
import type { SessionView } from '../../shared/session-view.ts'
import { readViews } from './read-views.ts'

export interface Follower {
  /** Every view that has come, in the order it came, over all cuts. */
  readonly views: readonly SessionView[]
  /** How often the stream was opened. */
  opened(): number
  /** Resolves when a view of this version or a later one has come. */
  until(version: number): Promise<void>
  /** Follows no more. */
  stop(): void
}

const retryMs = 25

type DropFirst<Args> = Args extends [unknown, ...infer Rest] ? Rest : never

/**
 * Watches a session over any number of cuts, each time at the server that `next` answers, resuming after what it saw last;
 * `read` reads one stream to its end.
 */
export function follow<Server extends { readonly url: string }>(
  next: () => Server,
  sessionId: string,
  read: (server: Server, ...args: DropFirst<Parameters<typeof readViews>>) => Promise<void> = readViews,
): Follower {
  const abort = new AbortController()
  const views: SessionView[] = []
  const waiters = new Set<() => void>()
  let opened = 0
  const run = async () => {
    while (!abort.signal.aborted) {
      opened++
      const input = { sessionId, lastEventId: views.at(-1)?.version }
      await read(next(), input, abort.signal, (view) => {
        views.push(view)
        for (const look of waiters) look()
      }).catch(() => undefined)
      await delay(retryMs, undefined, { signal: abort.signal }).catch(() => undefined)
    }
  }
  void run()
  return {
    views,
    opened: () => opened,
    stop: () => abort.abort(),
    until: (version) =>
      new Promise((resolve) => {
        const look = () => {
          if ((views.at(-1)?.version ?? 0) < version) return
          waiters.delete(look)
          resolve()
        }
        waiters.add(look)
        look()
      }),
  }
}
