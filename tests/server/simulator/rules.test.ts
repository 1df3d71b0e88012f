import { afterAll, beforeAll, expect, test } from 'vitest'
import { organizationId, type Simulated, startSimulated } from './simulated.ts'
import { accept, attributesOf, credDefId, invite, offerBody, proofBody, unknownId } from './student.ts'
import { startReceiver, type WebhookReceiver } from './webhook-receiver.ts'

let simulated: Simulated
let receiver: WebhookReceiver
let connectionId: string

beforeAll(async () => {
  receiver = await startReceiver()
  simulated = await startSimulated({ webhookUrl: () => receiver.url })
  await accept(simulated, (await invite(simulated)).invitationUrl)
  connectionId = String((await receiver.first(1))[0]?.body.data.id)
})
afterAll(async () => {
  await simulated.close()
  await receiver.close()
})

const at = `/orgs/${organizationId}`
const asking = (attributes: unknown) => ({ ...proofBody(connectionId), proofFormats: { indy: { attributes } } })
const offering = (value: unknown) => ({
  ...offerBody(),
  credentialData: [{ connectionId, attributes: [{ name: 'x', value }] }],
})
const errors = { 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found', 500: 'Internal Server error' } as const

test.each<[what: string, path: string, body: () => unknown, status: keyof typeof errors, message: string | string[]]>([
  ['an organization that is no UUID', '/orgs/client-1/connections', () => ({}), 400, 'Invalid format for orgId'],
  ['another organization', `/orgs/${unknownId}/proofs`, () => ({}), 403, 'Organization does not have access'],
  ['a call that is none', `${at}/nothing`, () => ({}), 404, `Cannot POST /simulator${at}/nothing`],
  [
    'a flag that is none',
    `${at}/connections`,
    () => ({ multiUseInvitation: 'false' }),
    400,
    ['multiUseInvitation must be a boolean value'],
  ],
  ['an empty DID', `${at}/connections`, () => ({ invitationDid: '' }), 400, ['invitationDid should not be empty']],
  [
    'a proof request without formats',
    `${at}/proofs`,
    () => ({ connectionId, attributes: [{ name: 'surname' }] }),
    400,
    'type: indy requires proofFormats',
  ],
  [
    'a proof request of another type',
    `${at}/proofs?requestType=presentationExchange`,
    () => proofBody(connectionId),
    400,
    'type: presentationExchange requires presentationDefinition',
  ],
  [
    'a proof request of no type',
    `${at}/proofs?requestType=x`,
    () => proofBody(connectionId),
    500,
    'Internal server error',
  ],
  ['a proof over no UUID', `${at}/proofs`, () => proofBody('conn-1'), 400, ['connectionId must be a UUID']],
  ['a proof over nothing', `${at}/proofs`, () => proofBody(unknownId), 404, 'Connection not found'],
  [
    'formats without indy',
    `${at}/proofs`,
    () => ({ connectionId, proofFormats: {} }),
    400,
    ['proofFormats.please provide valid attributes'],
  ],
  [
    'an attribute without a name',
    `${at}/proofs`,
    () => asking([{ credDefId }]),
    400,
    ['proofFormats.indy.attributes.0.attributeName must be a string'],
  ],
  [
    'an attribute called otherwise',
    `${at}/proofs`,
    () => asking([{ name: 'surname' }]),
    400,
    ['proofFormats.indy.attributes.0.attributeName must be a string'],
  ],
  [
    'a condition alone',
    `${at}/proofs`,
    () => asking([{ attributeName: 'a', condition: '>=' }]),
    400,
    ['proofFormats.indy.attributes.0.value is required'],
  ],
  [
    'a value alone',
    `${at}/proofs`,
    () => asking([{ attributeName: 'a', value: '18' }]),
    400,
    ['proofFormats.indy.attributes.0.condition is required'],
  ],
  [
    'a value that is a number',
    `${at}/proofs`,
    () => asking([{ attributeName: 'a', condition: '>=', value: 18 }]),
    400,
    ['proofFormats.indy.attributes.0.value must be a number'],
  ],
  [
    'a value that is none',
    `${at}/proofs`,
    () => asking([{ attributeName: 'a', condition: '>=', value: 'x' }]),
    400,
    ['proofFormats.indy.attributes.0.value must be a number'],
  ],
  [
    'the same attribute twice',
    `${at}/proofs`,
    () => asking(attributesOf('a', 'a')),
    400,
    'Please provide unique attribute names',
  ],
  ['no attributes', `${at}/proofs`, () => asking([]), 500, 'Internal server error'],
  [
    'another acceptance',
    `${at}/proofs`,
    () => proofBody(connectionId, { autoAcceptProof: true }),
    400,
    ['Invalid auto accept proof. It should be one of: always, contentApproved, never'],
  ],
  ['verifying nothing', `${at}/proofs/${unknownId}/verify`, () => ({}), 404, 'Proof presentation not found'],
  [
    'an offer without data',
    `${at}/credentials/offer`,
    () => ({ connectionId, credentialDefinitionId: credDefId, attributes: [] }),
    400,
    ['credentialData must be an array'],
  ],
  [
    'an offer to nobody',
    `${at}/credentials/offer`,
    () => offerBody(),
    400,
    ['credentialData must contain at least 1 elements'],
  ],
  [
    'an offer of nothing known',
    `${at}/credentials/offer`,
    () => ({ ...offerBody(connectionId), credentialDefinitionId: undefined }),
    400,
    'Credential definition Id is required',
  ],
  [
    'an offer of null',
    `${at}/credentials/offer`,
    () => ({ ...offerBody(connectionId), credentialDefinitionId: null }),
    500,
    'Internal server error',
  ],
  [
    'an offer of another type',
    `${at}/credentials/offer?credentialType=x`,
    () => offerBody(connectionId),
    404,
    'invalid credential type',
  ],
  [
    'a value that is no text',
    `${at}/credentials/offer`,
    () => offering(7),
    400,
    ['credentialData.0.attributes.0.value should not be null or undefined'],
  ],
  [
    'a value that is absent',
    `${at}/credentials/offer`,
    () => offering(undefined),
    400,
    ['credentialData.0.attributes.0.value should not be null or undefined'],
  ],
  [
    'an item without attributes',
    `${at}/credentials/offer`,
    () => ({ ...offerBody(), credentialData: [{ connectionId }] }),
    500,
    'Internal server error',
  ],
  [
    'a short secret',
    `/webhooks${at}/register`,
    () => ({ webhookUrl: 'https://a.example.org/hook', webhookSecret: 'short' }),
    400,
    ['webhookSecret must be at least 16 characters long.'],
  ],
  ['no address', `/webhooks${at}/register`, () => ({}), 400, ['webhookUrl must be in string format.']],
  [
    'an address without TLS',
    `/webhooks${at}/register`,
    () => ({ webhookUrl: 'http://a.example.org/hook' }),
    400,
    'Invalid or blocked webhook URL',
  ],
  [
    'a private address',
    `/webhooks${at}/register`,
    () => ({ webhookUrl: 'https://192.168.1.7/hook' }),
    400,
    'Invalid or blocked webhook URL',
  ],
  [
    'an app without a secret',
    `${at}/apps`,
    () => ({ name: 'n', webhookUrl: 'https://a.example.org' }),
    400,
    ['webhookSecret must be a string.'],
  ],
  [
    'an app without a name',
    `${at}/apps`,
    () => ({ name: '', webhookUrl: 'https://a.example.org', webhookSecret: 's' }),
    400,
    ['name should not be empty'],
  ],
  [
    'an app elsewhere than the web',
    `${at}/apps`,
    () => ({ name: 'n', webhookUrl: 'ftp://a.example.org', webhookSecret: 's' }),
    400,
    ['webhookUrl is not valid'],
  ],
  [
    'an app on a private network',
    `${at}/apps`,
    () => ({ name: 'n', webhookUrl: 'https://router.lan/hook', webhookSecret: 's' }),
    400,
    'Invalid or blocked webhook URL',
  ],
])('%s is refused as the platform refuses it', async (_what, path, body, status, message) => {
  expect(await simulated.api(path, body())).toEqual({
    status,
    body: { statusCode: status, message, error: errors[status] },
  })
})
