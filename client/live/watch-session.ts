import { toEventId } from '../../shared/event-id.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { isUnknownSession } from './failure.ts'
import { isEnded } from './is-ended.ts'
import { keepStream, type StreamSigns } from './keep-stream.ts'
import type { StreamEvent } from './link-state.ts'
import { addressOf, toCallError } from './session-calls.ts'

export interface Watcher {
  /** The view shown now: the stream resumes after its version. */
  view(): SessionView | null
  onView(view: SessionView): void
  onStream(event: StreamEvent): void
}

/** A server pings twice as often: what says nothing for so long is dead. */
const inactiveMs = 30_000

/** Holds a stream of a session's views, from the one shown on. Resolves when it has ended, or at the end of `signal`. */
export function watchSession(sessionId: string, watcher: Watcher, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const known = watcher.view()
    const stop = keepStream({
      open: (after, signs) =>
        openStream(sessionId, after, {
          ...signs,
          onView(view) {
            watcher.onView(view)
            if (isEnded(view.status)) end()
          },
          refused() {
            signs.refused()
            end()
          },
        }),
      resumeAt() {
        const shown = watcher.view()
        return shown && toEventId(shown)
      },
      tell: (event) => watcher.onStream(event),
    })
    const leave = () => {
      signal.removeEventListener('abort', leave)
      stop()
      resolve()
    }
    const end = () => {
      leave()
      watcher.onStream({ type: 'ended' })
    }
    signal.addEventListener('abort', leave)
    if (known && isEnded(known.status)) end()
  })
}

interface ViewSigns extends StreamSigns {
  onView(view: SessionView): void
}

/** One stream of `session.watch`, with the events that tRPC writes (https://trpc.io/docs/rpc). Answers what closes it. */
function openStream(sessionId: string, after: string | null, signs: ViewSigns): () => void {
  const source = new EventSource(addressOf('watch', { sessionId, ...(after && { lastEventId: after }) }))
  let inactive = setTimeout(signs.cut, inactiveMs)
  const on = (name: string, act: (event: MessageEvent<string>) => void) =>
    source.addEventListener(name, (event) => {
      clearTimeout(inactive)
      inactive = setTimeout(signs.cut, inactiveMs)
      act(event)
    })
  on('connected', () => signs.began())
  on('ping', () => signs.heard())
  on('message', ({ data, lastEventId }) => {
    signs.came(lastEventId)
    signs.onView(JSON.parse(data))
  })
  on('serialized-error', ({ data }) => {
    if (isUnknownSession(toCallError({ error: JSON.parse(data) }))) signs.refused()
    else signs.cut()
  })
  on('return', () => signs.cut())
  source.addEventListener('error', () => signs.cut())
  return () => {
    clearTimeout(inactive)
    source.close()
  }
}
