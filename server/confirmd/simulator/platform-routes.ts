import { Hono } from 'hono'
import { z } from 'zod'
import type { BearerTokens } from './bearer-tokens.ts'
import type { Deliveries } from './deliveries.ts'
import { toInvitationUrl } from './invitation.ts'
import type { Organization } from './organization.ts'
import { readBody } from './read-body.ts'
import { Attribute } from './records.ts'

const TokenForm = z.object({ grant_type: z.string(), client_id: z.string(), client_secret: z.string() })

const ProofBody = z.object({
  connectionId: z.string(),
  attributes: z.array(z.object({ name: z.string() })).min(1),
})

const OfferBody = z.object({ connectionId: z.string(), attributes: z.array(Attribute).min(1) })

const Limit = z.coerce.number().int().min(1).max(1000).default(20).catch(20)

interface PlatformRoutesOptions {
  readonly organizationId: string
  readonly publicUrl: string
  readonly tokens: BearerTokens
  readonly organization: Organization
  readonly deliveries: Deliveries
}

/** The platform's API as far as this application calls it (contract, "The platform's API"). All but the token: bearer only. */
export function createPlatformRoutes(options: PlatformRoutesOptions): Hono {
  const { organizationId, publicUrl, tokens, organization, deliveries } = options
  const answer = (statusCode: number, message: string, data: unknown) => ({ statusCode, message, data })

  return new Hono()
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
      const { connectionId, state, createdAt, updatedAt } = organization.connection(c.req.param('connectionId'))
      return c.json(answer(200, 'Connection fetched', { id: connectionId, connectionId, state, createdAt, updatedAt }))
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
    .get('/orgs/:org/deliveries', (c) => {
      return c.json(answer(200, 'Deliveries fetched', deliveries.list(Limit.parse(c.req.query('limit')))))
    })
}
