import { Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { toConnectionRecord, toExchangeRecord } from './agent-states.ts'
import { listExchanges } from './lists.ts'
import { offerCredentials } from './offers.ts'
import { getConnection, getExchange, invite } from './organization.ts'
import { created, ok, readJson, uuidOf } from './platform-answers.ts'
import { ListQuery } from './platform-bodies.ts'
import { platformRules, readFields, takeBody } from './platform-rules.ts'
import { type ProofContext, requestProof, verifiedValues, verifyPresentation } from './proofs.ts'
import type { Connection, Exchange } from './records.ts'
import { addressOf, type ShortUrlForm } from './short-address.ts'
import { toCredentialData } from './student-data.ts'
import { walletLabel } from './webhook-serializer.ts'

export interface RecordRoutesContext extends ProofContext {
  readonly organizationId: string
  readonly publicUrl: string
  readonly shortUrls: ShortUrlForm
}

/** At `/orgs/{org}`: connections, proofs and credentials (CREDEBL's gateway). */
export function createRecordRoutes(ctx: RecordRoutesContext): Hono {
  const { organizationId, state } = ctx
  const { connections } = state

  return new Hono()
    .post('/connections', async (c) => {
      const invited = await invite(ctx, takeBody(platformRules.createInvitation, await readJson(c)))
      return created(c, 'Connection created successfully', toInvited(ctx, invited, new URL(c.req.url)))
    })
    .get('/connections/:id', (c) => {
      const id = uuidOf(c.req.param('id').trim(), 'Invalid format for connectionId')
      const connection = getConnection(ctx, id)
      return ok(c, 'Connection details fetched successfully', toConnection(connection))
    })
    .get('/agent/connections', (c) => {
      const { outOfBandId } = c.req.query()
      const records = connections.filter(({ state }) => state !== 'invitation').map(toConnection)
      const found = records.filter((record) => !outOfBandId || record.outOfBandId === outOfBandId)
      return ok(c, 'Connections details fetched successfully', found)
    })
    .post('/proofs', async (c) => {
      const body = takeBody(platformRules.requestProof, await readJson(c), c.req.query())
      const { connection, exchange } = await requestProof(ctx, body)
      return created(c, 'Proof request send successfully.', toProofRecord(connection, exchange))
    })
    .post('/proofs/:id/verify', async (c) => {
      const { connection, exchange } = await verifyPresentation(ctx, c.req.param('id'))
      return created(c, 'Proof presentation verified successfully.', toProofRecord(connection, exchange))
    })
    .get('/verified-proofs/:id', (c) =>
      ok(c, 'Proof presentation details fetched successfully.', verifiedValues(ctx, c.req.param('id'))),
    )
    .get('/proofs', (c) => {
      const options = { connections, organizationId, kind: 'proof', nothing: 'Proof presentations not found' } as const
      const page = listExchanges(options, readFields(ListQuery, c.req.query()))
      return ok(c, 'Proof presentations details fetched successfully.', page)
    })
    .get('/proofs/:id', (c) => {
      const id = uuidOf(c.req.param('id').trim(), 'Please provide valid proofId')
      const { connection, exchange } = getExchange(ctx, 'proof', id, `ProofRecord: record with id ${id} not found.`)
      return ok(c, 'Proof presentations details fetched successfully.', toProofRecord(connection, exchange))
    })
    .post('/credentials/offer', async (c) => {
      const body = takeBody(platformRules.offerCredential, await readJson(c), c.req.query())
      const answer = await offerCredentials(ctx, body)
      const status: ContentfulStatusCode = answer.statusCode === 206 ? 206 : answer.statusCode === 201 ? 201 : 400
      return c.json(answer, status)
    })
    .get('/credentials', (c) => {
      const options = { connections, organizationId, kind: 'credential', nothing: 'Credentials not found' } as const
      const page = listExchanges(options, readFields(ListQuery, c.req.query()))
      return ok(c, 'Issued Credential details fetched successfully', page)
    })
    .get('/credentials/:id', (c) => {
      const id = uuidOf(c.req.param('id').trim(), 'Please provide valid credential Record Id')
      const missing = `CredentialRecord: record with id ${id} not found.`
      const { connection, exchange } = getExchange(ctx, 'credential', id, missing)
      const { credentialAttributes } = toCredentialData(exchange)
      const data = { ...toExchangeRecord(connection, exchange), role: 'issuer', credentialAttributes }
      return ok(c, 'Issued Credential details fetched successfully', data)
    })
}

const toConnection = (connection: Connection) => ({
  ...toConnectionRecord(connection, walletLabel),
  outOfBandId: connection.invitationId,
})

const toProofRecord = (connection: Connection, exchange: Exchange) => ({
  ...toExchangeRecord(connection, exchange),
  role: 'verifier',
})

/**
 * A row of the platform's own, whose `id` no webhook ever names: that is `recordId`. A short address is at the host that
 * the caller knows the API by, since the caller asks no other.
 */
function toInvited({ shortUrls, organizationId, ...ctx }: RecordRoutesContext, invited: Connection, asked: URL) {
  const { rowId, invitationId, createdAt } = invited
  const publicUrl = shortUrls === 'off' || new URL(ctx.publicUrl).host === asked.host ? ctx.publicUrl : asked.origin
  const connectionInvitation = addressOf(invited, { publicUrl, shortUrls })
  const changes = { createDateTime: createdAt, createdBy: organizationId, lastChangedDateTime: createdAt }
  const row = { id: rowId, orgId: organizationId, connectionInvitation, multiUse: true, ...changes }
  return { ...row, lastChangedBy: organizationId, recordId: invitationId, invitationDid: null }
}
