import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SimulatorDialect } from '../../../server/simulator/simulator.ts'
import { organizationId, type Simulated, startSimulated } from './simulated.ts'
import { accept, attributesOf, credDefId, invite, offerCredential, requestProof } from './student.ts'
import { startReceiver, type WebhookReceiver } from './webhook-receiver.ts'

let receiver: WebhookReceiver
let simulated: Simulated

beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(async () => {
  await simulated.close()
  await receiver.close()
})

const start = async (dialect: SimulatorDialect, options: object = {}) => {
  simulated = await startSimulated({ webhookUrl: () => receiver.url, dialect, ...options })
}

/** What one webhook says, in whichever dialect. */
const told = () =>
  receiver.received.map(({ body }) => {
    const { connectionId, id, state, isVerified } = body.data
    const what = body.topic ?? [body.type ?? body.data.type, state].join(' ')
    return { what, connectionId: String(connectionId ?? id), isVerified }
  })
const whats = () => told().map(({ what }) => what)

const journeys = {
  guide: {
    handshake: ['connections.request', 'connections.response', 'connections.active', 'connections.completed'],
    asked: 'proofs.request',
    askedAgain: 'proofs.request',
    presented: 'proofs.presentation',
    verified: 'proofs.verified',
    failed: 'proofs.failed',
    declined: 'proofs.declined',
    offer: ['credentials.offer', 'credentials.request', 'credentials.issued'],
    offerDeclined: 'credentials.declined',
  },
  platform: {
    // each state is told again, later, with its invitation
    handshake: [...Array(2)]
      .flatMap(() => ['request-received', 'response-sent', 'completed'])
      .map((it) => `Connection ${it}`),
    asked: 'Connection request-sent',
    askedAgain: 'ProofRequest request-sent',
    presented: 'Proof presentation-received',
    verified: 'Proof done',
    failed: 'Proof abandoned',
    declined: 'Proof abandoned',
    offer: ['Credential offer-sent', 'Credential request-received', 'Credential credential-issued'],
    offerDeclined: 'Credential abandoned',
  },
  credebl: {
    handshake: ['Connection request-received', 'Connection response-sent', 'Connection completed'],
    asked: 'Verification request-sent',
    askedAgain: 'Verification request-sent',
    presented: 'Verification presentation-received',
    verified: 'Verification done',
    failed: 'Verification abandoned',
    declined: 'Verification abandoned',
    offer: ['Issuance offer-sent', 'Issuance request-received', 'Issuance credential-issued'],
    offerDeclined: 'Issuance abandoned',
  },
} as const

const dialects = ['guide', 'platform', 'credebl'] as const

/** An invitation that was accepted; answers what the wallet and what the organization call the connection. */
async function connect(dialect: SimulatorDialect) {
  const at = await accept(simulated, (await invite(simulated)).invitationUrl)
  await receiver.first(journeys[dialect].handshake.length)
  return { at, connectionId: String(told()[0]?.connectionId) }
}

test.each(dialects)('a student registers (%s)', async (dialect) => {
  await start(dialect)
  const { at, connectionId } = await connect(dialect)
  const { handshake, asked, presented, verified, offer } = journeys[dialect]

  const proofId = await requestProof(simulated, connectionId)
  expect((await simulated.wallet(at)).body.proofRequest).toEqual([
    { name: 'surname', value: 'Okafor' },
    { name: 'matric_number', value: 'UNILAG/2023/045123' },
  ])
  expect((await simulated.wallet(`${at}/share`, {})).body).toMatchObject({ proofRequest: null })
  await receiver.first(handshake.length + 2)
  expect(whats()).toEqual([...handshake, asked, presented])
  expect(await simulated.organization(`/proofs/${proofId}`)).toMatchObject({ data: { state: 'presentation-received' } })

  expect(await simulated.organization(`/proofs/${proofId}/verify`, {})).toMatchObject({
    ...{ statusCode: 201, message: 'Proof presentation verified successfully.' },
    data: { id: proofId, state: 'done', isVerified: true },
  })
  await receiver.first(handshake.length + 3)
  expect(await simulated.organization(`/verified-proofs/${proofId}`)).toMatchObject({
    data: [
      { surname: 'Okafor', schemaId: null, credDefId },
      { matric_number: 'UNILAG/2023/045123', schemaId: null, credDefId },
    ],
  })

  const credentialId = await offerCredential(simulated, connectionId)
  expect((await simulated.wallet(at)).body.credentialOffer).toEqual([
    { name: 'registration_number', value: 'NELFUND/1' },
  ])
  expect((await simulated.wallet(`${at}/receive`, {})).body).toMatchObject({
    credentialOffer: null,
    history: [{ text: 'Connected to NELFUND' }, { text: 'Shared your details' }, { text: 'Received the credential' }],
  })
  await receiver.first(handshake.length + 6)
  expect(whats()).toEqual([...handshake, asked, presented, verified, ...offer])
  expect(new Set(told().map((it) => it.connectionId))).toEqual(new Set([connectionId]))
  const record = await simulated.organization(`/credentials/${credentialId}`)
  expect(record).toMatchObject({ data: { id: credentialId, state: 'credential-issued', connectionId } })
})

test.each(dialects)('nothing is done before it is verified, and only once (%s)', async (dialect) => {
  await start(dialect)
  const { at, connectionId } = await connect(dialect)
  const proofId = await requestProof(simulated, connectionId)
  const verify = () => simulated.api(`/orgs/${organizationId}/proofs/${proofId}/verify`, {})
  expect(await verify()).toMatchObject({ status: 500, body: { message: expect.stringContaining('request-sent') } })
  expect(await simulated.organization(`/verified-proofs/${proofId}`)).toMatchObject({ statusCode: 404 })
  await simulated.wallet(`${at}/share`, {})
  expect(await verify()).toMatchObject({ status: 201 })
  expect(await verify()).toMatchObject({ status: 500, body: { message: expect.stringContaining('done') } })
  const { handshake } = journeys[dialect]
  await receiver.first(handshake.length + 3)
  expect(whats().slice(-1)).toEqual([journeys[dialect].verified])
})

test.each(dialects)(
  'a card that does not verify fails when it is verified; then a good one is asked for (%s)',
  async (dialect) => {
    await start(dialect)
    const { at, connectionId } = await connect(dialect)
    const { handshake, asked, askedAgain, presented, failed, verified } = journeys[dialect]
    const first = await requestProof(simulated, connectionId)
    expect(await simulated.wallet(`${at}/share-expired`, {})).toMatchObject({ status: 200 })
    await simulated.organization(`/proofs/${first}/verify`, {})
    const second = await requestProof(simulated, connectionId, { autoAcceptProof: 'always' })
    expect(second).not.toBe(first)
    await simulated.wallet(`${at}/share`, {})
    await receiver.first(handshake.length + 6)
    expect(whats()).toEqual([...handshake, asked, presented, failed, askedAgain, presented, verified])
    const verifications = [undefined, undefined, false, undefined, undefined, true]
    if (dialect !== 'guide')
      expect(
        told()
          .slice(-6)
          .map(({ isVerified }) => isVerified),
      ).toEqual(verifications)
    expect(await simulated.organization(`/proofs/${first}`)).toMatchObject({
      data: { state: 'abandoned', isVerified: false },
    })
  },
)

test.each(dialects)('a student declines what is asked and what is offered (%s)', async (dialect) => {
  await start(dialect)
  const { at, connectionId } = await connect(dialect)
  const { handshake, asked, declined, offer, offerDeclined } = journeys[dialect]
  const proofId = await requestProof(simulated, connectionId)
  await simulated.wallet(`${at}/decline-proof`, {})
  await offerCredential(simulated, connectionId)
  await simulated.wallet(`${at}/decline-offer`, {})
  await receiver.first(handshake.length + 4)
  expect(whats()).toEqual([...handshake, asked, declined, offer[0], offerDeclined])
  const { data } = await simulated.organization(`/proofs/${proofId}`)
  expect(data).toMatchObject({ state: 'abandoned', errorMessage: 'The holder declined' })
  expect(data).not.toHaveProperty('isVerified')
})

test.each([
  ['receipt', 'share', ['Proof presentation-received', true]],
  ['receipt', 'share-expired', ['Proof abandoned', false]],
  ['older', 'share-expired', ['Proof presentation-received', false]],
] as const)('agents that look at once (%s): %s', async (verification, verb, expected) => {
  await start('platform', { verification })
  const { at, connectionId } = await connect('platform')
  await requestProof(simulated, connectionId)
  await simulated.wallet(`${at}/${verb}`, {})
  await receiver.first(8)
  expect(
    told()
      .slice(-1)
      .map(({ what, isVerified }) => [what, isVerified]),
  ).toEqual([expected])
})

test('conditions come back as what was shown, groups of names not at all', async () => {
  await start('platform')
  const { at, connectionId } = await connect('platform')
  const attributes = [
    ...attributesOf('surname'),
    { attributeName: 'graduation_year', condition: '>=', value: '2026', schemaId: 'schema' },
    { attributeNames: ['department', 'programme'], credDefId },
  ]
  const proofId = await requestProof(simulated, connectionId, { proofFormats: { indy: { attributes } } })
  expect((await simulated.wallet(at)).body.proofRequest).toContainEqual({ name: 'graduation_year', value: '>=2026' })
  await simulated.wallet(`${at}/share`, {})
  expect(await simulated.organization(`/verified-proofs/${proofId}`)).toMatchObject({
    data: [
      { surname: 'Okafor', credDefId },
      { graduation_year: '>=2026', schemaId: 'schema', credDefId: null },
    ],
  })
})
