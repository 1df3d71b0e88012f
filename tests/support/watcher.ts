import { onTestFinished } from 'vitest'
import type { SessionView } from '../../shared/session-view.ts'
import { readViews } from './read-views.ts'

export interface Watcher {
  /** Every view that has come, in the order it came. */
  readonly views: readonly SessionView[]
  /** Resolves with the views once `enough` of them have come; the test's own time limit ends the wait. */
  until(enough: (views: readonly SessionView[]) => boolean): Promise<readonly SessionView[]>
  /** Resolves when the server has ended the stream, or it was cut. */
  readonly ended: Promise<void>
  /** Cuts the stream from this side. */
  cut(): void
}

/** Watches a session over a real stream, reading what the server writes without any client library. */
export function watchSession(server: { readonly url: string }, sessionId: string, lastEventId?: number): Watcher {
  const abort = new AbortController()
  const views: SessionView[] = []
  const waiters = new Set<() => void>()
  const ended = readViews(server, { sessionId, lastEventId }, abort.signal, (view) => {
    views.push(view)
    for (const look of waiters) look()
  }).catch(() => undefined)
  onTestFinished(() => abort.abort())
  return {
    views,
    ended,
    cut: () => abort.abort(),
    until: (enough) =>
      new Promise((resolve) => {
        const look = () => {
          if (!enough(views)) return
          waiters.delete(look)
          resolve(views)
        }
        waiters.add(look)
        look()
      }),
  }
}
