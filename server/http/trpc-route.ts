import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import type { Sessions } from '../sessions/sessions.ts'
import { appRouter } from '../trpc/router.ts'
import type { AddressOf } from './client-address.ts'
import { limitBody } from './limit-body.ts'
import { sameOrigin } from './same-origin.ts'
import { createWatchStream } from './watch-stream.ts'

export interface TrpcRouteDeps {
  readonly sessions: Sessions
  readonly publicUrl: string
  readonly addressOf: AddressOf
  readonly log: Logger
}

const maxBodyBytes = 64 * 1024
const maxBatchSize = 10

/** Every procedure and stream, at `/trpc`. */
export function createTrpcRoute({ sessions, publicUrl, addressOf, log }: TrpcRouteDeps): Hono {
  return new Hono()
    .use(sameOrigin(publicUrl))
    .use(limitBody(maxBodyBytes))
    .route('/', createWatchStream(sessions))
    .all('/*', async (c) => {
      const response = await fetchRequestHandler({
        endpoint: '/trpc',
        req: c.req.raw,
        router: appRouter,
        maxBatchSize,
        createContext: () => ({
          sessions,
          requester: { ipAddress: addressOf(c), userAgent: c.req.header('user-agent') ?? null },
        }),
        onError: ({ error, path }) => {
          if (error.code === 'INTERNAL_SERVER_ERROR') log.error({ err: error.cause ?? error, path }, 'procedure failed')
        },
      })
      response.headers.set('Cache-Control', 'no-store')
      response.headers.set('X-Accel-Buffering', 'no') // a proxy that collects a stream delivers nothing
      return response
    })
}
