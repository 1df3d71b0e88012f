import { Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { createBearerTokens, tokenLifeSeconds } from './bearer-tokens.ts'
import { readBody } from './bodies.ts'
import { type Chaos, ChaosSettings } from './chaos.ts'
import { ok, uuidOf } from './platform-answers.ts'
import { PlatformError } from './platform-error.ts'
import { createRecordRoutes, type RecordRoutesContext } from './record-routes.ts'
import { createAppRoutes, createCredeblWebhookRoutes, type WebhookRoutesContext } from './webhook-routes.ts'

const TokenForm = z.object({ grant_type: z.string(), client_id: z.string(), client_secret: z.string() })

/** How the organization's webhooks are administered: Confirmd's way, CREDEBL's, or either. */
export const webhookApis = ['apps', 'credebl', 'both'] as const
export type WebhookApi = (typeof webhookApis)[number]

export interface PlatformRoutesContext extends RecordRoutesContext, WebhookRoutesContext {
  readonly clientId: string
  readonly clientSecret: string
  readonly webhookApi: WebhookApi
  readonly chaos: Chaos
}

/**
 * The platform's API as far as this application calls it (contract, "The platform's API"), and chaos at run time at
 * `/orgs/{org}/chaos`: what is on, and `PUT` with other settings; `{}` ends it. All but the token: bearer only.
 */
export function createPlatformRoutes(ctx: PlatformRoutesContext): Hono {
  const { organizationId, webhookApi, chaos } = ctx
  const tokens = createBearerTokens(ctx)

  const guard: MiddlewareHandler = async (c, next) => {
    if (!tokens.accept(c.req.header('authorization'))) throw new PlatformError(401, 'Unauthorized')
    const named = c.req.param('org') ?? ''
    const org = (named === 'webhookurl' ? (c.req.query('orgId') ?? '') : named).trim()
    if (org === '') throw new PlatformError(400, 'Please provide valid orgId')
    uuidOf(org, 'Invalid format for orgId')
    if (org !== organizationId) throw new PlatformError(403, 'Organization does not have access')
    return next()
  }

  const routes = new Hono()
    .use(async (c, next) => {
      if (chaos.isDown() && !/\/chaos$/.test(c.req.path)) throw new PlatformError(503, 'Service unavailable')
      return next()
    })
    .post('/token', async (c) => {
      const { data: form } = TokenForm.safeParse(await c.req.parseBody())
      if (form?.grant_type !== 'client_credentials') return c.json({ error: 'unsupported_grant_type' }, 400)
      const token = tokens.issue(form.client_id, form.client_secret)
      if (token === null) return c.json({ error: 'invalid_client' }, 401)
      c.header('cache-control', 'no-store')
      return c.json({ access_token: token, token_type: 'Bearer', expires_in: tokenLifeSeconds })
    })
    .use('/orgs/:org/*', guard)
    .use('/webhooks/orgs/:org/*', guard)
    .get('/orgs/:org/chaos', (c) => ok(c, 'Chaos fetched', chaos.settings()))
    .put('/orgs/:org/chaos', async (c) => {
      chaos.set(await readBody(c, ChaosSettings))
      return ok(c, 'Chaos set', chaos.settings())
    })
    .route('/orgs/:org', createRecordRoutes(ctx))
  if (webhookApi !== 'credebl') routes.route('/orgs/:org/apps', createAppRoutes(ctx))
  if (webhookApi !== 'apps') routes.route('/webhooks/orgs', createCredeblWebhookRoutes(ctx))
  return routes
}
