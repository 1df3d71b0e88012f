import { Hono } from 'hono'
import { z } from 'zod'
import type { BearerTokens } from './bearer-tokens.ts'
import type { Chaos } from './chaos.ts'
import { toInvitationUrl } from './invitation.ts'
import type { Organization } from './organization.ts'
import { readBody } from './read-body.ts'
import { Attribute, type PlatformRequest } from './records.ts'
import type { Speech } from './speech.ts'

const TokenForm = z.object({ grant_type: z.string(), client_id: z.string(), client_secret: z.string() })

const ProofBody = z.object({
  connectionId: z.string(),
  attributes: z.array(z.object({ name: z.string() })).min(1),
})

const OfferBody = z.object({ connectionId: z.string(), attributes: z.array(Attribute).min(1) })

interface PlatformRoutesOptions {
  readonly organizationId: string
  readonly publicUrl: string
  readonly tokens: BearerTokens
  readonly organization: Organization
  readonly speech: Speech
  readonly chaos: Chaos
  /** At `/orgs/{org}/apps`. */
  readonly appRoutes: Hono
  /** At `/orgs/{org}/chaos`. */
  readonly chaosRoutes: Hono
}

/** The platform's API as far as this application calls it (contract, "The platform's API"). All but the token: bearer only. */
export function createPlatformRoutes(options: PlatformRoutesOptions): Hono {
  const { organizationId, publicUrl, tokens, organization, speech, chaos } = options
  const answer = (statusCode: number, message: string, data: unknown) => ({ statusCode, message, data })

  const fetched = (kind: PlatformRequest['kind'], exchangeId: string) => {
    const { exchange, connection } = organization.exchange(kind, exchangeId)
    const { createdAt, updatedAt, threadId, state } = exchange
    const { connectionId } = connection
    const isVerified = kind === 'proof' && state === 'verified' ? { isVerified: true } : {}
    return {
      id: exchangeId,
      threadId,
      connectionId,
      state: speech.stateOf(exchange),
      ...isVerified,
      createdAt,
      updatedAt,
    }
  }

  return new Hono()
    .use(async (c, next) => {
      if (chaos.isOut() && !/\/chaos$/.test(c.req.path)) return c.json({ error: 'Service unavailable' }, 503)
      return next()
    })
    .post('/token', async (c) => {
      const { data: form } = TokenForm.safeParse(await c.req.parseBody())
      if (form?.grant_type !== 'client_credentials') return c.json({ error: 'unsupported_grant_type' }, 400)
      const issued = tokens.issue(form.client_id, form.client_secret)
      if (!issued) return c.json({ error: 'invalid_client' }, 401)
      c.header('cache-control', 'no-store')
      return c.json({ access_token: issued.token, token_type: 'Bearer', expires_in: issued.expiresInSeconds })
    })
    .use('/orgs/:org/*', async (c, next) => {
      if (!tokens.accept(c.req.header('authorization'))) return c.json({ error: 'Unauthorized' }, 401)
      if (c.req.param('org') !== organizationId) return c.json({ error: 'Forbidden' }, 403)
      return next()
    })
    .post('/orgs/:org/connections', async (c) => {
      const invited = await organization.invite()
      const data = { connectionInvitation: toInvitationUrl({ publicUrl, ...invited }), recordId: invited.invitationId }
      return c.json(answer(201, 'Connection invitation created', data), 201)
    })
    .get('/orgs/:org/connections/:connectionId', (c) => {
      const found = organization.connection(c.req.param('connectionId'))
      const { connectionId, createdAt, updatedAt } = found
      const data = { id: connectionId, connectionId, state: speech.stateOf(found), createdAt, updatedAt }
      return c.json(answer(200, 'Connection fetched', data))
    })
    .post('/orgs/:org/proofs', async (c) => {
      const { connectionId, attributes } = await readBody(c, ProofBody)
      const names = attributes.map(({ name }) => name)
      const { exchangeId: id, threadId } = await organization.requestProof(connectionId, names)
      return c.json(answer(201, 'Proof requested', { id, threadId, connectionId, state: 'request-sent' }), 201)
    })
    .post('/orgs/:org/credentials/offer', async (c) => {
      const { connectionId, attributes } = await readBody(c, OfferBody)
      const { exchangeId: id, threadId } = await organization.offerCredential(connectionId, attributes)
      return c.json(answer(201, 'Credential offered', { id, threadId, connectionId, state: 'offer-sent' }), 201)
    })
    .get('/orgs/:org/proofs/:id', (c) => c.json(answer(200, 'Proof fetched', fetched('proof', c.req.param('id')))))
    .get('/orgs/:org/credentials/:id', (c) =>
      c.json(answer(200, 'Credential fetched', fetched('credential', c.req.param('id')))),
    )
    .route('/orgs/:org/apps', options.appRoutes)
    .route('/orgs/:org/chaos', options.chaosRoutes)
}
