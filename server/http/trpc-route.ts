import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import { appRouter } from '../trpc/router.ts'
import { limitBody } from './limit-body.ts'
import { sameOrigin } from './same-origin.ts'
import { createWatchStream, type WatchStreamDeps } from './watch-stream.ts'

export interface TrpcRouteDeps extends WatchStreamDeps {
  readonly publicUrl: string
  readonly log: Logger
}

const maxBodyBytes = 64 * 1024
const maxBatchSize = 10

/** Every procedure and stream, at `/trpc`. */
export function createTrpcRoute(deps: TrpcRouteDeps): Hono {
  const { sessions, publicUrl, addressOf, log } = deps
  return new Hono()
    .use(sameOrigin(publicUrl))
    .use(limitBody(maxBodyBytes))
    .route('/', createWatchStream(deps))
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
