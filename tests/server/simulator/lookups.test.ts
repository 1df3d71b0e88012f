import { afterAll, beforeAll, expect, test } from 'vitest'
import { droppedFields, platformRules } from '../../../server/simulator/platform-rules.ts'
import { organizationId, type Simulated, startSimulated } from './simulated.ts'
import { offerBody, unknownId } from './student.ts'

let simulated: Simulated

beforeAll(async () => {
  simulated = await startSimulated({})
})
afterAll(() => simulated.close())

const at = `/orgs/${organizationId}`
const errors = { 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found' } as const

test.each([
  ['a connection that is no UUID', `${at}/connections/conn-1`, 400, 'Invalid format for connectionId'],
  ['a connection of nobody', `${at}/connections/${unknownId}`, 404, 'Connection not found'],
  ['a proof that is no UUID', `${at}/proofs/p`, 400, 'Please provide valid proofId'],
  ['a proof of nobody', `${at}/proofs/${unknownId}`, 404, `ProofRecord: record with id ${unknownId} not found.`],
  ['values of nothing', `${at}/verified-proofs/p`, 404, 'Proof presentation not found'],
  ['a credential that is no UUID', `${at}/credentials/c`, 400, 'Please provide valid credential Record Id'],
  ['no proofs at all', `${at}/proofs`, 404, 'Proof presentations not found'],
  ['no credentials at all', `${at}/credentials`, 404, 'Credentials not found'],
  ['pages too large', `${at}/proofs?pageSize=101`, 400, ['Page size must be less than 100']],
  ['a webhook of nobody', '/webhooks/orgs/webhookurl', 400, 'Please provide valid orgId'],
  ['a webhook of another', `/webhooks/orgs/webhookurl?orgId=${unknownId}`, 403, 'Organization does not have access'],
] as const)('looking for %s', async (_what, path, status, message) => {
  expect(await simulated.api(path)).toEqual({ status, body: { statusCode: status, message, error: errors[status] } })
})

test('no token, and a token that is made up', async () => {
  for (const headers of [{}, { authorization: 'Bearer made-up' }]) {
    const answer = await fetch(`${simulated.url}/simulator${at}/proofs`, { method: 'POST', headers, body: '{}' })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toEqual({ statusCode: 401, message: 'Unauthorized', error: 'Unauthorized' })
  }
})

test('unknown fields are dropped in silence, and the table names them', async () => {
  const body = { multiuse: false, multiUseInvitation: false, label: 'Somebody' }
  expect(await simulated.api(`${at}/connections`, body)).toMatchObject({ status: 201 })
  expect(droppedFields(platformRules.createInvitation, body)).toEqual(['multiuse'])
  expect(droppedFields(platformRules.createInvitation, { multiUseInvitation: false })).toEqual([])
  const offer = {
    ...offerBody(unknownId),
    credentialData: [{ connectionId: unknownId, attributes: [{ name: 'a', value: 'b', mime: 'c' }] }],
  }
  expect(droppedFields(platformRules.offerCredential, offer)).toEqual(['credentialData.0.attributes.0.mime'])
})

test('what the table lists without effect is a field that it takes', () => {
  const { body, withoutEffect = [] } = platformRules.createInvitation
  expect(Object.keys(body.shape)).toEqual(expect.arrayContaining([...withoutEffect]))
})
