import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import type { Provider } from 'oidc-provider'
import { pageHeaders } from '../http/pages/page.ts'
import { limitBody, readText } from '../http/read-body.ts'
import { nameRequest } from '../http/request-id.ts'
import type { NetworkLimit } from '../limits/network-limit.ts'
import { discoveryPath } from './create-provider.ts'

interface RoutesContext {
  readonly provider: Provider
  readonly publicUrl: string
  readonly clientIpOf: (c: Context) => string
  /** Who asks for how much: each request of a portal's leaves something in the database for a while. */
  readonly limit: NetworkLimit | undefined
  readonly goBack: (c: Context<{ Bindings: HttpBindings }>) => Promise<Response>
}

const authorizePath = '/oidc/authorize'
/** Of a portal's request that is posted; in an address it could not be longer. */
const maxFormBytes = 8 * 1024
const limited = [authorizePath, '/oidc/par', '/oidc/token']

/** The provider's routes and the way back to a portal, with the headers, limits and log of all the others. */
export async function createOidcRoutes(ctx: RoutesContext): Promise<Hono<{ Bindings: HttpBindings }>> {
  const { provider, publicUrl, clientIpOf, limit, goBack } = ctx
  const { protocol, host } = new URL(publicUrl)
  const guard = pageHeaders(publicUrl)
  const probe = new Hono().use(guard).get('*', (c) => c.body(null))
  const headers = [...(await probe.request('/')).headers]
  const serve = provider.callback()
  const routes = new Hono<{ Bindings: HttpBindings }>()
  for (const path of limited)
    routes.use(path, async (c, next) => {
      const retryAfterSeconds = (await limit?.take(clientIpOf(c))) ?? 0
      if (retryAfterSeconds === 0) return next()
      c.header('Retry-After', String(retryAfterSeconds))
      return c.json({ error: 'temporarily_unavailable', error_description: 'Too many requests' }, 429)
    })
  return routes
    .get('/oidc/return', guard, goBack)
    .post(authorizePath, guard, limitBody(maxFormBytes), async (c) => {
      const asked = new URLSearchParams((await readText(c)) ?? '') // OpenID Connect Core 1.0, section 3.1.2.1: either way
      return c.redirect(`${authorizePath}?${asked}`, 303)
    })
    .on(['GET', 'POST'], [discoveryPath, '/oidc/*'], async (c) => {
      const { incoming, outgoing } = c.env
      for (const [name, value] of headers) outgoing.setHeader(name, value)
      outgoing.setHeader('Cache-Control', 'no-store')
      nameRequest(c)
      outgoing.setHeader('X-Request-Id', c.res.headers.get('X-Request-Id') ?? '')
      incoming.headers['x-forwarded-proto'] = protocol.slice(0, -1)
      incoming.headers['x-forwarded-host'] = host
      incoming.headers.cookie = withoutSession(incoming.headers.cookie)
      await serve(incoming, outgoing)
      return new Response(null, { status: outgoing.statusCode, headers: { 'x-hono-already-sent': 'true' } })
    })
}

/** The provider is to remember nobody from one sign-in to the next: browsers are shared. */
function withoutSession(cookies = ''): string {
  return cookies
    .split('; ')
    .filter((cookie) => !/^_session(\.legacy)?(\.sig)?=/.test(cookie))
    .join('; ')
}
