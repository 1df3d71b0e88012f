import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink, type TRPCLink } from '@trpc/client'
import type { AppRouter } from '../server/trpc/router.ts'
import { createHeardSource } from './heard-source.ts'
import { noteServerDate } from './live/server-clock.ts'
import { withTimeout } from './live/with-timeout.ts'
import { reconnectLink } from './reconnect-link.ts'

const url = '/trpc'
const timeoutMs = 30_000

/** Each stream is opened by a class of its own, which only a browser can make. */
const subscriptionLink: TRPCLink<AppRouter> = (runtime) => (operation) =>
  httpSubscriptionLink<AppRouter, ReturnType<typeof createHeardSource>>({ url, EventSource: createHeardSource() })(
    runtime,
  )(operation)

/** What may take long, and is not to keep the others of its batch waiting. */
const alone = new Set(['admin.traffic', 'admin.funnel', 'admin.replays.preview', 'qa.coverage'])

type HttpOptions = Parameters<typeof httpLink<AppRouter>>[0]
const http: Pick<HttpOptions, 'url' | 'fetch'> = {
  url,
  fetch: (input, options) =>
    withTimeout(timeoutMs, options?.signal ?? null, async (signal) => {
      const response = await fetch(input, { ...options, body: options?.body ?? null, signal })
      noteServerDate(response.headers.get('date'))
      return new Response(await response.blob(), response) // the time is for all of it
    }),
}

/** Speaks to the server: calls in batches, subscriptions over server-sent events that are held open. */
export const client = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: ({ type }) => type === 'subscription',
      true: [reconnectLink, subscriptionLink],
      false: splitLink({
        condition: ({ path }) => alone.has(path),
        true: httpLink(http),
        false: httpBatchLink(http),
      }),
    }),
  ],
})
