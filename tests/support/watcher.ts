import { onTestFinished } from 'vitest'
import { SessionView } from '../../shared/session-view.ts'

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
  const input = JSON.stringify({ sessionId, ...(lastEventId !== undefined && { lastEventId: String(lastEventId) }) })
  const ended = read(`${server.url}/trpc/session.watch?input=${encodeURIComponent(input)}`, abort.signal, (view) => {
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

async function read(url: string, signal: AbortSignal, onView: (view: SessionView) => void): Promise<void> {
  const response = await fetch(url, { signal, headers: { Accept: 'text/event-stream' } })
  let buffer = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const frames = `${buffer}${chunk}`.split('\n\n')
    buffer = frames.pop() ?? ''
    for (const frame of frames) {
      const lines = frame.split('\n').filter((line) => line !== '')
      const id = lines.find((line) => line.startsWith('id: '))
      const data = lines.find((line) => line.startsWith('data: '))
      if (id && data) onView(SessionView.parse(JSON.parse(data.slice('data: '.length))))
    }
  }
}
