import type { SessionView } from '../../shared/session-view.ts'
import { inStreamSlot } from './stream-slots.ts'
import { type StreamEvent, type Watcher, type Watching, watchSession } from './watch-session.ts'

type Message = { kind: 'ask' } | { kind: 'told'; view: SessionView | null; stream: StreamEvent }

const askEveryMs = 2_000
const silenceMs = 5_000

/**
 * Watches a session over one stream for all tabs of this browser, since over HTTP/1.1 a browser opens six
 * connections to a host and streams hold theirs. The tab that holds the lock leads: it has the stream and
 * tells the others. A tab that closes loses the lock by itself; one that was frozen, or that is hidden and
 * cut off, stops answering and a visible tab takes the lock from it. Tabs with many different sessions would
 * use up the connections all the same: those that come late are told so, and ask instead. Where the browser
 * cannot share, each tab has a stream of its own.
 */
export function shareWatch(sessionId: string, watcher: Watcher): Watching {
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') return watchSession(sessionId, watcher)

  const name = `nelfund.watch.1.${sessionId}`
  const channel = new BroadcastChannel(name)
  let isLeader = false
  let leading: Watching | null = null
  let stream: StreamEvent = { type: 'connecting', failures: 0 }
  let heardAt = performance.now()
  let queued = new AbortController()
  let isStopped = false

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

  function report(event: StreamEvent) {
    stream = event
    watcher.onStream(event)
    tell()
  }

  /** Leads until the lock is taken away or left, with a stream as soon as this browser has one to spare. */
  async function lead(signal: AbortSignal) {
    isLeader = !signal.aborted
    while (!signal.aborted && !(await inStreamSlot(() => hold(signal)))) {
      report({ type: 'crowded' })
      await new Promise((resolve) => setTimeout(resolve, askEveryMs))
    }
  }

  function hold(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      leading = watchSession(sessionId, {
        view: watcher.view,
        onView(view) {
          watcher.onView(view)
          tell()
        },
        onStream(event) {
          report(event)
          if (event.type === 'ended') resolve()
        },
      })
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }

  function follow() {
    leading?.stop()
    leading = null
    isLeader = false
    heardAt = performance.now()
  }

  /** Leaves the queue or the lead, and stands in line again at the end, or in front where `steal`. */
  function queue(steal: boolean) {
    queued.abort()
    follow()
    if (isStopped) return
    queued = new AbortController()
    const { signal } = queued
    const options = steal ? { steal } : { signal }
    navigator.locks
      .request(name, options, () => lead(signal))
      .catch(() => {
        // Taken away by another tab, unless it was this one that left.
        if (!signal.aborted) queue(false)
      })
  }

  function check() {
    if (isLeader || !isVisible()) return
    if (performance.now() - heardAt > silenceMs) queue(true)
    else post({ kind: 'ask' })
  }

  const timer = setInterval(check, askEveryMs)
  queue(false)
  check()

  return {
    restart() {
      heardAt = performance.now() // or what was not heard while asleep would count as silence
      if (leading) leading.restart()
      else check()
    },
    stop() {
      isStopped = true
      clearInterval(timer)
      queue(false)
      channel.close()
    },
  }
}
