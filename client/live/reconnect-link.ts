import { TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { AppRouter } from '../../server/trpc/router.ts'
import { isUnknownSession } from './failure.ts'
import { onComeback } from './on-comeback.ts'

const connectTimeoutMs = 15_000
const steadyMs = 10_000
const firstBackoffMs = 500
const mostBackoffMs = 10_000
const nextSlotMs = 2_000

/**
 * Keeps every subscription open until it is unsubscribed, or until the server knows no such session. The link after it
 * gives up on any HTTP error and leaves the rest to the browser's fixed delay, so each cut, also an early end, closes it
 * here, and it is opened again after a jittered delay, or at once when the page comes back, after the last event id.
 * Each holds one of the browser's few slots for streams. Its connection state is `pending` while it is open, else
 * `connecting`, whose error tells in `meta` of the `failures` in a row, or that the browser is `crowded`.
 */
export const reconnectLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) => {
      const stop = new AbortController()
      let failures = 0
      let lastEventId: string | null = null

      function tell(meta: { failures?: number; crowded?: boolean }) {
        const error = TRPCClientError.from<AppRouter>(new Error('No stream'), { meta })
        observer.next({ result: { type: 'state', state: 'connecting', error } })
      }

      function open(): () => void {
        let isDone = false
        let openedAt: number | null = null
        let timer = setTimeout(cut, connectTimeoutMs)
        const input: unknown = lastEventId === null ? op.input : { ...Object(op.input), lastEventId }
        const stream = next({ ...op, input }).subscribe({
          next(envelope) {
            const { result } = envelope
            if (isDone || result.type === 'stopped') return
            if (result.type === 'state') {
              if (result.state === 'connecting' && result.error) cut()
              return
            }
            if (result.type === 'started') {
              clearTimeout(timer)
              openedAt = performance.now()
              observer.next({ result: { type: 'state', state: 'pending', error: null } })
            } else if (result.id !== undefined) lastEventId = result.id
            observer.next(envelope)
          },
          error: (error) => (isUnknownSession(error) ? isFirst() && observer.error(error) : cut()),
          complete: cut,
        })

        function isFirst(): boolean {
          if (isDone) return false
          isDone = true
          clearTimeout(timer)
          stream.unsubscribe()
          return true
        }

        function cut() {
          if (!isFirst()) return
          const wasSteady = openedAt !== null && performance.now() - openedAt > steadyMs
          failures = wasSteady ? 1 : failures + 1
          tell({ failures })
          timer = setTimeout(reopen, backoffMs(failures - 1, Math.random()))
        }

        return () => {
          isFirst()
          clearTimeout(timer)
        }
      }

      let close = () => {}
      function reopen() {
        close()
        close = open()
      }

      /** Resolves when the subscription is no longer wanted. */
      function hold(): Promise<void> {
        if (stop.signal.aborted) return Promise.resolve()
        const forget = onComeback(() => {
          tell({ failures })
          reopen()
        })
        reopen()
        return new Promise((resolve) =>
          stop.signal.addEventListener('abort', () => {
            forget()
            close()
            resolve()
          }),
        )
      }

      async function run() {
        tell({ failures })
        while (!stop.signal.aborted && !(await inStreamSlot(hold))) {
          tell({ crowded: true })
          await new Promise((resolve) => setTimeout(resolve, nextSlotMs))
        }
      }
      void run()
      return () => stop.abort()
    })

/**
 * How long to wait before another try, in milliseconds: doubling, and spread over its upper half so
 * that students cut off together do not come back together. `random` is in [0, 1).
 */
export function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(mostBackoffMs, firstBackoffMs * 2 ** Math.min(failures, 10))
  return ceiling * (0.5 + random / 2)
}

/** Over HTTP/1.1 a browser opens six connections to a host; two are left for calls and for loading pages. */
const slots = [1, 2, 3, 4] as const

/**
 * Runs `hold`, for as long as it takes, in one of the few streams that all tabs of this browser may have open
 * together. Resolves with false at once where none is free. A browser that has no locks counts none.
 */
async function inStreamSlot(hold: () => Promise<void>): Promise<boolean> {
  if (!('locks' in navigator)) return hold().then(() => true)
  for (const slot of slots) {
    const had = await navigator.locks.request(`nelfund.stream.${slot}`, { ifAvailable: true }, async (lock) => {
      if (lock) await hold()
      return lock !== null
    })
    if (had) return true
  }
  return false
}
