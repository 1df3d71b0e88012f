import { QueryClient } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { AppRouter } from '../server/trpc/router.ts'
import { isTransient } from './live/failure.ts'
import { newer } from './live/newer.ts'
import { noteServerDate } from './live/server-clock.ts'

const url = '/trpc'
const timeoutMs = 30_000

/** Speaks to the server: calls in batches, subscriptions over server-sent events. */
export const client = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: ({ type }) => type === 'subscription',
      true: httpSubscriptionLink({ url }),
      false: httpBatchLink({
        url,
        fetch: async (address, options) => {
          const timeout = AbortSignal.timeout(timeoutMs)
          const signal = options?.signal ? AbortSignal.any([options.signal, timeout]) : timeout
          const response = await fetch(address, { ...options, body: options?.body ?? null, signal })
          noteServerDate(response.headers.get('date'))
          return response
        },
      }),
    }),
  ],
})

const retries = 3

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // A phone's idea of being online is often wrong: always try.
      networkMode: 'always',
      retry: (failures, error) => failures < retries && isTransient(error),
      // Streams keep what is shown fresh, and pages resync by themselves on coming back.
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
  },
})

export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient })

queryClient.setQueryDefaults(trpc.session.get.pathKey(), { structuralSharing: newer })
