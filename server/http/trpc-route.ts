import type { HttpBindings } from '@hono/node-server'
import type { TRPCError } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { Logger } from 'pino'
import { AppError } from '../errors.ts'
import { getSession } from '../sessions/get-session.ts'
import type { PortalRequest } from '../sessions/portal.ts'
import type { Services } from '../trpc/init.ts'
import { appRouter } from '../trpc/router.ts'
import { toVisitor, type VisitorDeps } from './operator-session.ts'
import { limitBody } from './read-body.ts'
import { requestIdOf } from './request-id.ts'
import { guardStreams, type LimitStreamsDeps, limitStreams } from './stream-guards.ts'
import { readWatchRequest } from './watch-request.ts'

export interface TrpcRouteDeps extends LimitStreamsDeps {
  readonly services: Services
  readonly visitors: VisitorDeps
  /** Refuses what another site's page sends. */
  readonly guard: MiddlewareHandler
  /** What a portal has sent the browser here for; absent where no portal may. */
  readonly portalOf?: ((c: Context) => Promise<PortalRequest | null>) | undefined
  readonly log: Logger
}

const maxBodyBytes = 64 * 1024
const maxBatchSize = 10
const retryAfterSeconds = '5'

/** Every procedure and stream, at `/trpc`. */
export function createTrpcRoute(deps: TrpcRouteDeps) {
  const { services, visitors, guard, clientIpOf, portalOf, log } = deps
  return new Hono<{ Bindings: HttpBindings }>()
    .use(guard)
    .use(limitStreams(deps))
    .use(limitBody(maxBodyBytes))
    .get('/session.watch', async (c, next) => {
      const wanted = readWatchRequest(c.env.incoming)
      if (wanted) await lookUp(services, wanted.sessionId)
      return next()
    })
    .use(guardStreams(visitors))
    .all('/*', async (c) => {
      const response = await fetchRequestHandler({
        endpoint: '/trpc',
        req: c.req.raw,
        router: appRouter,
        maxBatchSize,
        createContext: ({ resHeaders }) => ({
          ...services,
          visitor: toVisitor(visitors, c, resHeaders),
          requester: {
            ipAddress: clientIpOf(c),
            userAgent: c.req.header('user-agent') ?? null,
            ...(portalOf && { portal: () => portalOf(c) }),
          },
        }),
        responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
        onError: ({ error, path }) => {
          if (error.code === 'INTERNAL_SERVER_ERROR') {
            log.error({ requestId: requestIdOf(c), err: error.cause ?? error, path }, 'unexpected error')
          }
        },
      })
      if (response.status === 503) response.headers.set('Retry-After', retryAfterSeconds)
      response.headers.set('Cache-Control', 'no-store')
      response.headers.set('X-Accel-Buffering', 'no') // a proxy that collects a stream delivers nothing
      return response
    })
}

/**
 * Where the session cannot be read now, a client is to come back later: tRPC would tell it so within a stream, with a status
 * of 200. @throws AppError `DATABASE_UNAVAILABLE`
 */
async function lookUp(services: Services, sessionId: string): Promise<void> {
  try {
    await getSession(services, sessionId)
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'DATABASE_UNAVAILABLE') throw error
  }
}

/** When to try again, where one of the answers has a time for that: the latest. */
function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const seconds = errors.flatMap(({ cause }) => (cause instanceof AppError ? (cause.retryAfterSeconds ?? []) : []))
  return seconds.length > 0 ? { 'Retry-After': String(Math.max(...seconds)) } : {}
}
