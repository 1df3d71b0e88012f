import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client'
import type { AppRouter } from '../server/trpc/router.ts'
import { reconnectLink } from './live/reconnect-link.ts'
import { noteServerDate } from './live/server-clock.ts'

const url = '/trpc'
const timeoutMs = 30_000

/** Speaks to the server: calls in batches, subscriptions over server-sent events that are held open. */
export const client = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: ({ type }) => type === 'subscription',
      true: [reconnectLink, httpSubscriptionLink({ url })],
      false: httpBatchLink({
        url,
        fetch: async (input, options) => {
          const timeout = AbortSignal.timeout(timeoutMs)
          const signal = options?.signal ? AbortSignal.any([options.signal, timeout]) : timeout
          const response = await fetch(input, { ...options, body: options?.body ?? null, signal })
          noteServerDate(response.headers.get('date'))
          return response
        },
      }),
    }),
  ],
})
