import type { RequestListener } from 'node:http'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { Logger } from 'pino'
import { AppError, type AppErrorCode } from './errors.ts'
import { type AdminRoutesDeps, createAdminRoutes } from './http/admin-routes.ts'
import type { ClientFiles } from './http/client-files.ts'
import type { ClientIpOf, ClientIpOfMessage } from './http/client-ip.ts'
import { compressAnswers } from './http/compress-answers.ts'
import { createHealthRoutes } from './http/health-routes.ts'
import { createInvitationRoute, type InvitationRouteDeps } from './http/invitation-route.ts'
import { explainOtherHosts } from './http/not-set-up.ts'
import { createOwnHost, type OwnHost } from './http/own-host.ts'
import { createNoticeRoute } from './http/pages/notice-route.ts'
import { createStudentPages, type StudentPagesDeps } from './http/pages/student-pages.ts'
import { createRefusalLog } from './http/refusal-log.ts'
import { loggedPath, logRequests, nameRequest } from './http/request-id.ts'
import { sameOrigin } from './http/same-origin.ts'
import { createSessionRoutes } from './http/session-routes.ts'
import { settledPathOf } from './http/settled-path.ts'
import { createOpenStreams, type OpenStreams } from './http/stream-guards.ts'
import { createTrpcRoute } from './http/trpc-route.ts'
import { createWatchDoor } from './http/watch-door.ts'
import { createWebhookRoute, type WebhookRouteDeps } from './http/webhook-route.ts'
import type { PortalRequest } from './sessions/portal.ts'
import type { Services } from './trpc/init.ts'

export interface AppDeps
  extends WebhookRouteDeps,
    AdminRoutesDeps,
    InvitationRouteDeps,
    Pick<StudentPagesDeps, 'pageSettings' | 'helpContact'> {
  /** What the procedures' verbs ask for. */
  readonly services: Services
  readonly isReady: () => Promise<boolean>
  readonly publicUrl: string
  /** That this server listens at. */
  readonly port: number
  readonly maxStreamsPerAddress: number
  readonly clientIpOf: ClientIpOf
  readonly clientIpOfMessage: ClientIpOfMessage
  readonly log: Logger
  /** Mounted at `/simulator`, where there is one. */
  readonly simulator: Hono | undefined
  /** Lets portals sign students in, where any may. */
  readonly oidc?: { readonly routes: Hono<{ Bindings: HttpBindings }>; readonly requestOf: PortalOf } | undefined
  /** The pages, where this process serves them itself. */
  readonly clientFiles: ClientFiles | undefined
}

const httpStatus = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  TOO_MANY_ATTEMPTS: 429,
  PURGED: 410,
  NOT_FOUND: 404,
  NOT_CONNECTED: 412,
  NOT_VERIFIED: 412,
  SESSION_ENDED: 409,
  SEND_REFUSED: 403,
  PLATFORM_FAILED: 502,
  PLATFORM_BUSY: 429,
  DATABASE_UNAVAILABLE: 503,
} as const satisfies Record<AppErrorCode, number>

type PortalOf = (c: Context) => Promise<PortalRequest | null>

/** Answers every request of the application. Does not listen. */
export function createApp(deps: AppDeps): RequestListener {
  const { services, publicUrl, port, log } = deps
  const ownHost = createOwnHost({ publicUrl, port, log })
  const openStreams = createOpenStreams(deps.maxStreamsPerAddress, deps.metrics.streams)
  const routes = getRequestListener(createRoutes({ ...deps, ownHost, openStreams }).fetch)
  return createWatchDoor({ ctx: services, ownHost, clientIpOf: deps.clientIpOfMessage, openStreams }, routes)
}

interface RoutesDeps extends AppDeps {
  readonly ownHost: OwnHost
  readonly openStreams: OpenStreams
}

function createRoutes(deps: RoutesDeps): Hono {
  const { services, publicUrl, clientIpOf, ownHost, log } = deps
  const guard = sameOrigin(ownHost)
  const refusals = createRefusalLog(log, 'request refused')
  const app = new Hono({ getPath: settledPathOf })
  app.route('/api/webhooks/confirmd', createWebhookRoute(deps)) // before the page's headers: nobody shows an answer to a webhook
  app.use(logRequests(log))
  for (const path of ['/api/*', '/trpc/*', '/healthz', '/readyz']) app.use(path, neverStored)
  for (const path of ['/api/*', '/trpc/*', '/metrics']) app.use(path, compressAnswers)
  app.route('/privacy', createNoticeRoute(deps)) // before the pages' headers: its own page has a style in it
  app.route('/i', createInvitationRoute(deps)) // likewise
  app.use(explainOtherHosts(ownHost, publicUrl)) // likewise
  app.route('/', createStudentPages({ ...deps, introFiles: deps.clientFiles?.intro, portalOf: deps.oidc?.requestOf })) // likewise
  if (deps.oidc) app.route('/', deps.oidc.routes) // likewise
  app.use(
    secureHeaders({
      contentSecurityPolicy: policyWith(deps.clientFiles?.hashes),
      xFrameOptions: 'DENY',
      strictTransportSecurity: publicUrl.startsWith('https:'),
    }),
  )
  app.route('/api/connections/session', createSessionRoutes(services, clientIpOf, guard))
  app.route('/', createAdminRoutes(deps))
  app.route('/trpc', createTrpcRoute({ ...deps, guard, portalOf: deps.oidc?.requestOf }))
  app.route('/', createHealthRoutes(deps.isReady))
  if (deps.simulator) app.route('/simulator', deps.simulator)
  app.all('/api/*', (c) => c.json({ error: 'Not found' }, 404))
  if (deps.clientFiles) app.route('/', deps.clientFiles.routes)
  app.notFound((c) => c.json({ error: 'Not found' }, 404))
  app.onError((error, c) => {
    if (error instanceof HTTPException) return c.json({ error: error.message || 'Bad request' }, error.status)
    if (error instanceof AppError) {
      const status = httpStatus[error.code]
      if (error.retryAfterSeconds !== undefined) c.header('Retry-After', String(error.retryAfterSeconds))
      if (status < 500) refusals.add(clientIpOf(c), error.code, { requestId: nameRequest(c) })
      else log.warn({ requestId: nameRequest(c), code: error.code, err: error.cause }, 'request failed')
      return c.json({ error: error.message }, status)
    }
    log.error({ requestId: nameRequest(c), err: error, path: loggedPath(c.req.path) }, 'unexpected error')
    return c.json({ error: 'Internal error' }, 500)
  })
  return app
}

/** What a browser or a proxy kept of these could be somebody else's, or old. */
const neverStored: MiddlewareHandler = async (c, next) => {
  await next()
  c.res.headers.set('Cache-Control', 'no-store')
}

const policyWith = (hashes?: ClientFiles['hashes']) => ({
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'", ...(hashes?.scripts ?? [])],
  styleSrc: ["'self'", ...(hashes?.styles ?? [])],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
})
