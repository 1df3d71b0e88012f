import { backoffMs } from '../live/backoff.ts'
import { inStreamSlot } from '../live/stream-slots.ts'
import { client } from '../server.ts'

export interface Tail {
  /** The session's timeline has something new, or may have while nobody listened. */
  onNews(): void
  /** Whether the stream is open; while it is not, only asking tells what is new. */
  onLive(isLive: boolean): void
}

const steadyMs = 10_000

/** Listens for what is new in a session's timeline, over one stream that is opened again after every cut, until stopped. */
export function watchTail(sessionId: string, { onNews, onLive }: Tail): () => void {
  const stop = new AbortController()
  let failures = 0
  let timer: ReturnType<typeof setTimeout>

  const open = async () => {
    const openedAt = performance.now()
    const hadSlot = await inStreamSlot(() => hold())
    if (stop.signal.aborted) return
    onLive(false)
    if (hadSlot) onNews() // where the browser was signed out, the answer says so
    failures = performance.now() - openedAt > steadyMs ? 1 : failures + 1
    timer = setTimeout(() => void open(), backoffMs(failures, Math.random()))
  }

  /** Resolves when the stream is cut or no longer wanted. */
  const hold = () =>
    new Promise<void>((resolve) => {
      if (stop.signal.aborted) return resolve()
      const subscription = client.qa.watchTimeline.subscribe(
        { sessionId },
        {
          onStarted: () => onLive(true),
          onData: () => onNews(),
          onConnectionStateChange({ state, error }) {
            if (state === 'connecting' && error) end()
          },
          onError: () => end(),
          onComplete: () => end(),
        },
      )
      const end = () => {
        stop.signal.removeEventListener('abort', end)
        subscription.unsubscribe()
        resolve()
      }
      stop.signal.addEventListener('abort', end)
    })

  void open()
  return () => {
    stop.abort()
    clearTimeout(timer)
  }
}
