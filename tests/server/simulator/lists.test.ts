import { afterEach, beforeEach, expect, test } from 'vitest'
import { organizationId, type Simulated, startSimulated } from './simulated.ts'
import { accept, invite, offerBody, offerCredential, requestProof, unknownId } from './student.ts'
import { startReceiver, type WebhookReceiver } from './webhook-receiver.ts'

let receiver: WebhookReceiver
let simulated: Simulated
let at: string
let connectionId: string

beforeEach(async () => {
  receiver = await startReceiver()
  simulated = await startSimulated({ webhookUrl: () => receiver.url, dialect: 'credebl' })
  at = await accept(simulated, (await invite(simulated)).invitationUrl)
  connectionId = String((await receiver.first(1))[0]?.body.data.id)
})
afterEach(async () => {
  await simulated.close()
  await receiver.close()
})

test('proofs are listed by page, newest first, by the ids that webhooks have', async () => {
  const ids = []
  for (let count = 0; count < 3; count++) ids.push(await requestProof(simulated, connectionId))
  await simulated.wallet(`${at}/decline-proof`, {})
  const { data } = await simulated.organization('/proofs?pageSize=2&sortBy=desc&sortField=createDateTime')
  expect(data).toMatchObject({
    ...{ totalItems: 3, hasNextPage: true, hasPreviousPage: false, nextPage: 2, previousPage: 0, lastPage: 2 },
    data: [
      {
        ...{ presentationId: ids[2], connectionId, orgId: organizationId, state: 'abandoned' },
        ...{ errorMessage: 'The holder declined', connections: { theirLabel: 'Simulated wallet' } },
      },
      { presentationId: ids[1], state: 'request-sent', errorMessage: null },
    ],
  })
  expect(ids).not.toContain(Object(data).data[0].id)
  const rest = await simulated.organization(`/proofs?pageNumber=2&pageSize=2&search=${connectionId}`)
  expect(rest).toMatchObject({
    data: { hasNextPage: false, hasPreviousPage: true, data: [{ presentationId: ids[0] }] },
  })
  expect(await simulated.organization(`/proofs?search=${ids[1]}`)).toMatchObject({ data: { totalItems: 1 } })
  expect(await simulated.organization('/proofs?search=abandoned&sortBy=ASC')).toMatchObject({ data: { totalItems: 1 } })
  expect(await simulated.organization('/proofs?search=nobody')).toMatchObject({ statusCode: 404 })
})

test('credentials are listed likewise', async () => {
  const credentialId = await offerCredential(simulated, connectionId)
  expect(await simulated.organization(`/credentials?search=${connectionId}`)).toMatchObject({
    ...{ statusCode: 200, message: 'Issued Credential details fetched successfully' },
    data: { totalItems: 1, data: [{ credentialExchangeId: credentialId, connectionId, state: 'offer-sent' }] },
  })
})

test('each offer has a status of its own: all well, none, some', async () => {
  const offer = async (...ids: string[]) =>
    simulated.api(`/orgs/${organizationId}/credentials/offer?credentialType=indy`, offerBody(...ids))
  const good = { statusCode: 201, data: { state: 'offer-sent', connectionId } }
  const bad = { statusCode: 404, message: 'Connection not found', error: 'Not Found' }
  expect(await offer(connectionId)).toMatchObject({ status: 201, body: { statusCode: 201, data: [good] } })
  expect(await offer(unknownId)).toMatchObject({
    status: 400,
    body: { statusCode: 400, message: 'Unable to create offer', data: [bad] },
  })
  expect(await offer(unknownId, connectionId)).toMatchObject({
    status: 206,
    body: { statusCode: 206, message: 'Credential offer created partially', data: [bad, good] },
  })
  expect(await simulated.organization('/credentials')).toMatchObject({ data: { totalItems: 2 } })
})

test('nothing can be asked or offered over what is no connection any more', async () => {
  const { invitationUrl: invitation } = await invite(simulated)
  await simulated.wallet('/decline-invitation', { invitation })
  const gone = String((await receiver.first(4))[3]?.body.data.id)
  const [asked, offered] = [`/orgs/${organizationId}/proofs`, `/orgs/${organizationId}/credentials/offer`]
  const body = { connectionId: gone, proofFormats: { indy: { attributes: [{ attributeName: 'surname' }] } } }
  expect(await simulated.api(asked, body)).toMatchObject({
    status: 500,
    body: { message: expect.stringContaining('ready') },
  })
  expect(await simulated.api(offered, offerBody(gone))).toMatchObject({
    status: 400,
    body: { data: [{ statusCode: 500 }] },
  })
  expect(await simulated.organization(`/connections/${gone}`)).toMatchObject({ data: { id: gone, state: 'abandoned' } })
})

test('connections are found by the invitation that they came of', async () => {
  const { invitationId } = await invite(simulated)
  const found = async (outOfBandId: string) =>
    (await simulated.organization(`/agent/connections?outOfBandId=${outOfBandId}`)).data
  expect(await found(invitationId)).toEqual([])
  const known = String(receiver.received[0]?.body.data.outOfBandId)
  expect(await found(known)).toMatchObject([{ id: connectionId, state: 'completed', outOfBandId: known }])
})
