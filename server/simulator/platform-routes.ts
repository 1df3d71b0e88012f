import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import { created, ok, readBody } from './bodies.ts'
import { type Chaos, ChaosSettings } from './chaos.ts'
import { toInvitationUrl } from './invitation.ts'
import { type AgentContext, getConnection, getExchange, invite, offerCredential, requestProof } from './organization.ts'
import { Attribute, type Exchange } from './records.ts'
import { type AppRoutesContext, createAppRoutes } from './webhook-apps.ts'

const TokenForm = z.object({ grant_type: z.string(), client_id: z.string(), client_secret: z.string() })

const ProofBody = z.object({
  connectionId: z.string(),
  attributes: z.array(z.object({ name: z.string() })).min(1),
})

const OfferBody = z.object({ connectionId: z.string(), attributes: z.array(Attribute).min(1) })

const tokenLifeSeconds = 300

export interface PlatformRoutesContext extends AgentContext, AppRoutesContext {
  readonly publicUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly chaos: Chaos
}

/**
 * The platform's API as far as this application calls it (contract, "The platform's API"), and chaos at run time at
 * `/orgs/{org}/chaos`: what is on, and `PUT` with other settings; `{}` ends it. All but the token: bearer only.
 */
export function createPlatformRoutes(ctx: PlatformRoutesContext): Hono {
  const { organizationId, publicUrl, serializer, chaos } = ctx
  const tokens = createBearerTokens(ctx)

  const toRecord = (kind: Exchange['kind'], exchangeId: string) => {
    const { exchange, connection } = getExchange(ctx, kind, exchangeId)
    const { createdAt, updatedAt, threadId, state } = exchange
    const isVerified = kind === 'proof' && state === 'verified' ? { isVerified: true } : {}
    const ids = { id: exchangeId, threadId, connectionId: connection.connectionId }
    return { ...ids, state: serializer.stateOf(exchange), ...isVerified, createdAt, updatedAt }
  }

  return new Hono()
    .use(async (c, next) => {
      if (chaos.isDown() && !/\/chaos$/.test(c.req.path)) return c.json({ error: 'Service unavailable' }, 503)
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
    .use('/orgs/:org/*', async (c, next) => {
      if (!tokens.accept(c.req.header('authorization'))) return c.json({ error: 'Unauthorized' }, 401)
      if (c.req.param('org') !== organizationId) return c.json({ error: 'Forbidden' }, 403)
      return next()
    })
    .post('/orgs/:org/connections', async (c) => {
      const invited = await invite(ctx)
      const data = { connectionInvitation: toInvitationUrl({ publicUrl, ...invited }), recordId: invited.invitationId }
      return created(c, 'Connection invitation created', data)
    })
    .get('/orgs/:org/connections/:connectionId', (c) => {
      const connection = getConnection(ctx, c.req.param('connectionId'))
      const { connectionId, createdAt, updatedAt } = connection
      const state = serializer.stateOf(connection)
      return ok(c, 'Connection fetched', { id: connectionId, connectionId, state, createdAt, updatedAt })
    })
    .post('/orgs/:org/proofs', async (c) => {
      const { connectionId, attributes } = await readBody(c, ProofBody)
      const { exchangeId: id, threadId } = await requestProof(ctx, connectionId, attributes)
      return created(c, 'Proof requested', { id, threadId, connectionId, state: 'request-sent' })
    })
    .post('/orgs/:org/credentials/offer', async (c) => {
      const { connectionId, attributes } = await readBody(c, OfferBody)
      const { exchangeId: id, threadId } = await offerCredential(ctx, connectionId, attributes)
      return created(c, 'Credential offered', { id, threadId, connectionId, state: 'offer-sent' })
    })
    .get('/orgs/:org/proofs/:id', (c) => ok(c, 'Proof fetched', toRecord('proof', c.req.param('id'))))
    .get('/orgs/:org/credentials/:id', (c) => ok(c, 'Credential fetched', toRecord('credential', c.req.param('id'))))
    .route('/orgs/:org/apps', createAppRoutes(ctx))
    .get('/orgs/:org/chaos', (c) => ok(c, 'Chaos fetched', chaos.settings()))
    .put('/orgs/:org/chaos', async (c) => {
      chaos.set(await readBody(c, ChaosSettings))
      return ok(c, 'Chaos set', chaos.settings())
    })
}

/** The tokens that the simulated platform has given out; a restart forgets them, as a real one's do expire. */
function createBearerTokens({ clientId, clientSecret, now }: PlatformRoutesContext) {
  const expiresAtMs = new Map<string, number>()
  return {
    /** A new token, or null where id or secret is wrong. */
    issue(id: string, secret: string): string | null {
      if (id !== clientId || !isSame(secret, clientSecret)) return null
      for (const [token, endMs] of expiresAtMs) if (endMs <= now().getTime()) expiresAtMs.delete(token)
      const token = randomBytes(32).toString('base64url')
      expiresAtMs.set(token, now().getTime() + tokenLifeSeconds * 1000)
      return token
    },
    /** Whether an `Authorization` header carries a token that is still good. */
    accept(authorization: string | undefined): boolean {
      const endMs = expiresAtMs.get(authorization?.replace(/^Bearer /i, '') ?? '')
      return endMs !== undefined && now().getTime() < endMs
    },
  }
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
