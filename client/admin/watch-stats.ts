import { backoffMs } from '../live/backoff.ts'
import type { LinkEvent } from '../live/link-state.ts'
import { queryClient } from '../query-client.ts'
import { client } from '../server.ts'
import { trpc } from '../trpc.ts'

export interface Watching {
  /** Opens the stream again at once: the device slept, or the network came back. */
  restart(): void
  stop(): void
}

const connectTimeoutMs = 15_000
const steadyMs = 10_000

/** Keeps the statistics in the cache fresh over one stream, opened again after every cut, until stopped. */
export function watchStats(tell: (event: LinkEvent) => void): Watching {
  let failures = 0
  let close = open()

  function open(): () => void {
    let isDone = false
    let openedAt: number | null = null
    let timer = setTimeout(() => cut(), connectTimeoutMs)
    tell({ type: 'connecting', at: performance.now(), failures })
    const subscription = client.admin.watchStats.subscribe(undefined, {
      onStarted() {
        if (isDone) return
        clearTimeout(timer)
        openedAt = performance.now()
        tell({ type: 'live' })
      },
      onData(stats) {
        if (!isDone) queryClient.setQueryData(trpc.admin.stats.queryKey(), stats)
      },
      onConnectionStateChange({ state, error }) {
        if (state === 'connecting' && error) cut()
      },
      onError: () => cut(),
      onComplete: () => cut(),
    })

    function isFirst(): boolean {
      if (isDone) return false
      isDone = true
      clearTimeout(timer)
      subscription.unsubscribe()
      return true
    }

    function cut() {
      if (!isFirst()) return
      const wasSteady = openedAt !== null && performance.now() - openedAt > steadyMs
      failures = wasSteady ? 1 : failures + 1
      tell({ type: 'connecting', at: performance.now(), failures })
      // A stream is also cut where the browser was signed out; only an answer to a call can tell.
      void queryClient.invalidateQueries({ queryKey: trpc.admin.stats.queryKey() })
      const again = () => {
        close = open()
      }
      timer = setTimeout(again, backoffMs(failures - 1, Math.random()))
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
