import { TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { AppRouter } from '../server/trpc/router.ts'
import { pings } from './heard-source.ts'
import { isUnknownSession } from './live/failure.ts'
import { keepStream } from './live/keep-stream.ts'
import type { StreamEvent } from './live/link-state.ts'

/**
 * Keeps every subscription of the consoles open until it is unsubscribed, or until the server knows no such session: the link
 * after it gives up on any HTTP error and leaves the rest to the browser's fixed delay. What `keepStream` tells is its
 * connection state, which `toStreamEvent` reads: `idle` while it is open and has not proved that what the server writes comes
 * through, `pending` once it has, else `connecting`, whose error tells in `meta` of the `failures` in a row, or to `ask`.
 */
export const reconnectLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) =>
      keepStream({
        open(after, signs) {
          const input: unknown = after ? { ...Object(op.input), lastEventId: after } : op.input
          pings.addEventListener(op.path, signs.heard)
          const stream = next({ ...op, input }).subscribe({
            next(envelope) {
              const { result } = envelope
              if (result.type === 'started') signs.began()
              else if (result.type === 'state') {
                if (result.state === 'connecting' && result.error) signs.cut()
              } else if (result.type !== 'stopped') {
                signs.came(result.id)
                observer.next(envelope)
              }
            },
            error(error) {
              if (!isUnknownSession(error)) return signs.cut()
              signs.refused()
              observer.error(error)
            },
            complete: () => signs.cut(),
          })
          return () => {
            pings.removeEventListener(op.path, signs.heard)
            stream.unsubscribe()
          }
        },
        tell(event) {
          if (event.type === 'live') {
            const state = event.isProved ? 'pending' : 'idle'
            return observer.next({ result: { type: 'state', state, error: null } })
          }
          const meta = event.type === 'asking' ? { ask: true } : { failures: event.failures }
          const error = TRPCClientError.from<AppRouter>(new Error('No stream'), { meta })
          observer.next({ result: { type: 'state', state: 'connecting', error } })
        },
      }),
    )

/** What a subscription's connection state says, as `reconnectLink` tells it. */
export function toStreamEvent({ state, error }: { state: string; error: unknown }): StreamEvent {
  if (state === 'pending' || state === 'idle') return { type: 'live', isProved: state === 'pending' }
  const meta = error instanceof TRPCClientError ? error.meta : {}
  return meta?.ask ? { type: 'asking' } : { type: 'connecting', failures: Number(meta?.failures ?? 0) }
}
