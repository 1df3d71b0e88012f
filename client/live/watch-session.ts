import type { SessionView } from '../../shared/session-view.ts'
import { client } from '../server.ts'
import { backoffMs } from './backoff.ts'
import { codeOf, isUnknownSession } from './failure.ts'
import { isEnded } from './is-ended.ts'

export interface Watching {
  /** Opens the stream again at once, whatever state it is in: the device slept, or the network came back. */
  restart(): void
  stop(): void
}

export type StreamEvent =
  | { type: 'connecting'; failures: number }
  | { type: 'live' }
  /** This browser holds as many streams as it should; there is none for this session. */
  | { type: 'crowded' }
  | { type: 'ended' }

export interface Watcher {
  /** The view shown now: the stream resumes after its version. */
  view(): SessionView | null
  onView(view: SessionView): void
  onStream(event: StreamEvent): void
}

const connectTimeoutMs = 15_000
const steadyMs = 10_000

/**
 * Holds one stream of a session's views until stopped, until the session has ended, or until the server
 * knows no such session. tRPC's link gives up on any HTTP error and leaves the rest to the browser's
 * fixed delay, so each cut closes the link here and a new one opens after a jittered delay, from the
 * version reached.
 */
export function watchSession(sessionId: string, watcher: Watcher): Watching {
  let failures = 0
  let close = open()

  function open(): () => void {
    let isDone = false
    let openedAt: number | null = null
    let timer = setTimeout(() => cut(), connectTimeoutMs)
    watcher.onStream({ type: 'connecting', failures })
    const known = watcher.view()
    const input = known ? { sessionId, lastEventId: String(known.version) } : { sessionId }
    const subscription = client.session.watch.subscribe(input, {
      onStarted() {
        if (isDone) return
        clearTimeout(timer)
        openedAt = performance.now()
        watcher.onStream({ type: 'live' })
      },
      onData({ data }) {
        if (!isDone) watcher.onView(data)
      },
      onConnectionStateChange({ state, error }) {
        if (state === 'connecting' && error) cut()
      },
      onError(error) {
        if (codeOf(error) !== null && isUnknownSession(error)) end()
        else cut()
      },
      onComplete() {
        const view = watcher.view()
        if (view && isEnded(view.status)) end()
        else cut()
      },
    })

    function isFirst(): boolean {
      if (isDone) return false
      isDone = true
      clearTimeout(timer)
      subscription.unsubscribe()
      return true
    }

    function end() {
      if (isFirst()) watcher.onStream({ type: 'ended' })
    }

    function cut() {
      if (!isFirst()) return
      const wasSteady = openedAt !== null && performance.now() - openedAt > steadyMs
      failures = wasSteady ? 1 : failures + 1
      watcher.onStream({ type: 'connecting', failures })
      timer = setTimeout(
        () => {
          close = open()
        },
        backoffMs(failures - 1, Math.random()),
      )
    }

    return () => {
      isFirst()
      clearTimeout(timer)
    }
  }

  return {
    restart() {
      close()
      close = open()
    },
    stop: () => close(),
  }
}
