import { TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { AppRouter } from '../../server/trpc/router.ts'
import { isUnknownSession } from './failure.ts'
import { pings } from './heard-source.ts'
import { onComeback } from './on-comeback.ts'
import { inStreamSlot } from './stream-slot.ts'

const connectTimeoutMs = 15_000
const steadyMs = 10_000
const firstBackoffMs = 500
const mostBackoffMs = 10_000
const nextSlotMs = 2_000

/** The server writes to every stream each 15 seconds. What comes sooner after the opening may have come along with it. */
const soonMs = 1_000
const silenceMs = 18_000
/** So many streams in a row that were held back or cut soon are no accident: something on the way does not let them through. */
const hinderedAtMost = 3
const hinderedMs = 60_000

/**
 * Keeps every subscription open until it is unsubscribed, or until the server knows no such session. The link after it
 * gives up on any HTTP error and leaves the rest to the browser's fixed delay, so each cut, also an early end, closes it
 * here, and it is opened again after a jittered delay, or at once when the page comes back, after the last event id, or after
 * what the context's `resumeAt` says.
 * Each holds one of the browser's few slots for streams. Its connection state is `idle` while it is open and has not proved
 * that what the server writes comes through, `pending` once it has, else `connecting`, whose error tells in `meta` of the
 * `failures` in a row, or that there is none for now and the page is to `ask`: the browser has too many, or none gets through.
 */
export const reconnectLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) => {
      const stop = new AbortController()
      let failures = 0
      let hindered = 0
      let lastEventId: string | null = null

      function tell(meta: { failures?: number; ask?: boolean }) {
        const error = TRPCClientError.from<AppRouter>(new Error('No stream'), { meta })
        observer.next({ result: { type: 'state', state: 'connecting', error } })
      }
      const tellOpen = (state: 'idle' | 'pending') => observer.next({ result: { type: 'state', state, error: null } })

      function open(): () => void {
        let isDone = false
        let openedAt: number | null = null
        let timer = setTimeout(() => cut('held back'), connectTimeoutMs)
        let silence: ReturnType<typeof setTimeout> | undefined
        const { resumeAt } = op.context
        const resumesAt: unknown = (typeof resumeAt === 'function' && resumeAt()) || lastEventId
        const input: unknown = resumesAt ? { ...Object(op.input), lastEventId: resumesAt } : op.input
        pings.addEventListener(op.path, heard)
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
              tellOpen('idle')
            } else {
              if (result.id !== undefined) lastEventId = result.id
              heard()
            }
            observer.next(envelope)
          },
          error: (error) => (isUnknownSession(error) ? isFirst() && observer.error(error) : cut()),
          complete: () => cut(),
        })

        function heard() {
          if (openedAt === null || performance.now() - openedAt < soonMs) return
          if (silence === undefined) tellOpen('pending')
          clearTimeout(silence)
          silence = setTimeout(() => {
            silence = undefined
            tellOpen('idle')
          }, silenceMs)
        }

        function isFirst(): boolean {
          if (isDone) return false
          isDone = true
          clearTimeout(timer)
          clearTimeout(silence)
          pings.removeEventListener(op.path, heard)
          stream.unsubscribe()
          return true
        }

        function cut(why?: 'held back') {
          if (!isFirst()) return
          const wasSteady = openedAt !== null && performance.now() - openedAt > steadyMs
          failures = wasSteady ? 1 : failures + 1
          if (wasSteady) hindered = 0
          else if (openedAt !== null || why) hindered++
          const isHindered = hindered >= hinderedAtMost
          tell(isHindered ? { ask: true } : { failures })
          timer = setTimeout(reopen, isHindered ? hinderedMs : backoffMs(failures - 1, Math.random()))
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

      /** Resolves when the subscription is no longer wanted, or its slot is lost. */
      function hold(lost: AbortSignal): Promise<void> {
        if (stop.signal.aborted) return Promise.resolve()
        const forget = onComeback(() => {
          tell({ failures })
          reopen()
        })
        reopen()
        return new Promise((resolve) => {
          const leave = () => {
            forget()
            close()
            resolve()
          }
          stop.signal.addEventListener('abort', leave)
          lost.addEventListener('abort', leave)
        })
      }

      async function run() {
        tell({ failures })
        while (!stop.signal.aborted && !(await inStreamSlot(hold))) {
          tell({ ask: true })
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
