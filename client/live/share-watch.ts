import type { SessionView } from '../../shared/session-view.ts'
import type { StreamEvent } from './link-state.ts'
import { openChannel } from './locks.ts'
import { onComeback } from './on-comeback.ts'
import { type Watcher, watchSession } from './watch-session.ts'

type Message = { kind: 'ask' } | { kind: 'told'; view: SessionView | null; stream: StreamEvent }

const askEveryMs = 2_000
const silenceMs = 5_000

/**
 * Watches a session, until the function it returns is called, over one stream for all tabs of this browser, since over
 * HTTP/1.1 a browser opens six connections to a host and streams hold theirs. The tab that holds the lock leads: it has
 * the stream and tells the others. A tab that closes loses the lock by itself; one that was frozen, or that is hidden
 * and cut off, stops answering and a visible tab takes the lock from it. Where the browser cannot share, each tab has a
 * stream of its own.
 */
export function shareWatch(sessionId: string, watcher: Watcher): () => void {
  const name = lockOf(sessionId)
  const channel = 'locks' in navigator ? openChannel(name) : null
  if (!channel) return watchAlone(sessionId, watcher)
  let isLeader = false
  let stream: StreamEvent = { type: 'connecting', failures: 0 }
  let heardAt = performance.now()
  let queued = new AbortController()
  let isStopped = false
  let stopAlone: (() => void) | null = null

  const post = (message: Message) => channel.postMessage(message)
  const tell = () => post({ kind: 'told', view: watcher.view(), stream })
  const isVisible = () => document.visibilityState === 'visible'

  channel.onmessage = ({ data }) => {
    const message: Message = data
    if (message.kind === 'ask') {
      // Silence lets a visible tab take over from a hidden one, whose retries the browser slows down.
      if (isLeader && (stream.type !== 'connecting' || isVisible())) tell()
    } else if (!isLeader) {
      heardAt = performance.now()
      if (message.view) watcher.onView(message.view)
      stream = message.stream
      watcher.onStream(stream)
    }
  }

  const leading: Watcher = {
    view: watcher.view,
    onView(view) {
      watcher.onView(view)
      tell()
    },
    onStream(event) {
      stream = event
      watcher.onStream(event)
      tell()
    },
  }

  /** Leaves the queue or the lead, and stands in line again at the end, or in front where `steal`. */
  function queue(steal: boolean) {
    queued.abort()
    isLeader = false
    heardAt = performance.now()
    if (isStopped) return
    queued = new AbortController()
    const { signal } = queued
    const lead = () => {
      isLeader = !signal.aborted
      return watchSession(sessionId, leading, signal)
    }
    navigator.locks.request(name, steal ? { steal } : { signal }, lead).catch((error) => {
      if (signal.aborted) return // it was this tab that left
      if (error instanceof DOMException && error.name === 'AbortError') queue(false)
      else stopAlone ??= watchAlone(sessionId, watcher) // no lock is given to us, now or ever
    })
  }

  function check() {
    if (isLeader || stopAlone || !isVisible()) return
    if (performance.now() - heardAt > silenceMs) queue(true)
    else post({ kind: 'ask' })
  }

  const timer = setInterval(check, askEveryMs)
  const forget = onComeback(() => {
    heardAt = performance.now() // or what was not heard while asleep would count as silence
    check()
  })
  queue(false)
  check()

  return () => {
    isStopped = true
    forget()
    clearInterval(timer)
    queue(false)
    channel.close()
    stopAlone?.()
  }
}

const lockOf = (sessionId: string) => `nelfund.watch.1.${sessionId}`

/** Whether a tab of this browser watches the session now. Where that cannot be told, none does. */
export async function isOpenInAnotherTab(sessionId: string): Promise<boolean> {
  try {
    const { held = [] } = await navigator.locks.query()
    return held.some(({ name }) => name === lockOf(sessionId))
  } catch {
    return false
  }
}

function watchAlone(sessionId: string, watcher: Watcher): () => void {
  const stop = new AbortController()
  void watchSession(sessionId, watcher, stop.signal)
  return () => stop.abort()
}
