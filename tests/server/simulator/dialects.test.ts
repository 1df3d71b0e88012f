import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SimulatorOptions } from '../../../server/simulator/simulator.ts'
import { organizationId, type Simulated, startSimulated, webhookSecret } from './simulated.ts'
import { accept, invite, offerCredential, requestProof } from './student.ts'
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

const start = async (options: Partial<SimulatorOptions>) => {
  simulated = await startSimulated({ webhookUrl: () => receiver.url, ...options })
}
const bodies = () => receiver.received.map(({ body }) => body)

/** Everything up to the credential; resolves when `count` webhooks have come. */
async function register(count: number) {
  const invited = await invite(simulated)
  const at = await accept(simulated, invited.invitationUrl)
  const [first] = await receiver.first(1)
  const connectionId = String(first?.body.data.connectionId ?? first?.body.data.id)
  const proofId = await requestProof(simulated, connectionId, { autoAcceptProof: 'always' })
  await simulated.wallet(`${at}/share`, {})
  const credentialId = await offerCredential(simulated, connectionId)
  await simulated.wallet(`${at}/receive`, {})
  await receiver.first(count)
  return { ...invited, connectionId, proofId, credentialId }
}

test('the guide: its own envelope, and the secret as a key', async () => {
  await start({ dialect: 'guide' })
  const { invitationId, connectionId, proofId } = await register(10)
  expect(receiver.received[2]).toMatchObject({
    ...{ key: webhookSecret, signature: undefined },
    body: {
      webhookId: expect.stringMatching(/^wh_/),
      ...{
        topic: 'connections.active',
        timestamp: expect.stringMatching(/Z$/),
        organizationId,
        agentId: 'agent_simulator',
      },
      data: {
        ...{ state: 'active', connectionId, invitationId, theirLabel: 'Simulated wallet' },
        theirDid: expect.stringMatching(/^did:key:z6Mk/),
      },
    },
  })
  expect(bodies()[5]?.data).toMatchObject({ state: 'presentation', connectionId, proofId })
  expect(new Set(bodies().map((body) => body.webhookId)).size).toBe(10)
})

test('the platform, by default: what binds a connection comes late, in the same words otherwise', async () => {
  await start({})
  const { invitationId, rowId, connectionId, proofId } = await register(12)
  const [early, late] = [bodies().slice(0, 3), bodies().slice(3, 6)]
  for (const [index, body] of early.entries()) {
    expect(body).toMatchObject({
      type: 'Connection',
      orgId: organizationId,
      clientContext: {},
      data: { id: connectionId },
    })
    expect(JSON.stringify(body)).not.toContain(invitationId)
    const { _tags, ...record } = body.data
    expect(late[index]?.data).toEqual({ ...record, _tags: expect.objectContaining({ outOfBandId: invitationId }) })
    for (const field of ['connectionId', 'outOfBandId', 'invitationId']) expect(body.data).not.toHaveProperty(field)
  }
  expect(late.map(({ data }) => [Object(data._tags).state, data.state])).toEqual([
    ['invitation-sent', 'request-received'],
    ['request-received', 'response-sent'],
    ['response-sent', 'completed'],
  ])
  expect(bodies()[6]).toMatchObject({
    type: 'Connection',
    data: { id: proofId, role: 'verifier', state: 'request-sent' },
  })
  expect(bodies()[8]).toMatchObject({
    type: 'Proof',
    data: {
      ...{ id: proofId, connectionId, state: 'done', isVerified: true },
      _tags: { state: 'presentation-received' },
    },
  })
  const everything = receiver.received.map(({ text }) => text).join()
  for (const never of [rowId, 'webhookId', 'topic']) expect(everything).not.toContain(never)
})

test.each(['platform', 'credebl'] as const)('webhooks carry what students share and receive (%s)', async (dialect) => {
  await start({ dialect })
  await register(dialect === 'platform' ? 12 : 9)
  const [presented, done, , , issued] = bodies().slice(-5)
  for (const body of [presented, done]) expect(JSON.stringify(body?.data.proofData)).toContain('"raw":"Okafor"')
  expect(issued?.data.credentialAttributes).toEqual([
    { 'mime-type': 'text/plain', name: 'registration_number', value: 'NELFUND/1' },
  ])
  expect(JSON.stringify(issued?.data.credentialData)).toContain('"raw":"NELFUND/1"')
})

test("CREDEBL: the record's listed fields in data, and nothing beside it", async () => {
  await start({ dialect: 'credebl' })
  const { invitationId, connectionId, proofId, credentialId } = await register(9)
  expect(bodies().map((body) => Object.keys(body))).toEqual(Array(9).fill(['data']))
  expect(bodies()[2]?.data).toMatchObject({
    type: 'Connection',
    id: connectionId,
    state: 'completed',
    outOfBandId: invitationId,
  })
  expect(bodies()[4]?.data).toMatchObject({ type: 'Verification', id: proofId, connectionId })
  expect(bodies()[8]?.data).toMatchObject({ type: 'Issuance', id: credentialId, connectionId, outOfBandId: null })
  const unlisted = { 2: ['connectionId', '_tags'], 4: ['role'], 8: ['updatedAt', 'role'] }
  for (const [index, fields] of Object.entries(unlisted))
    for (const field of [...fields, 'orgId']) expect(bodies()[Number(index)]?.data).not.toHaveProperty(field)
})

test.each([
  ['credebl', {}],
  ['platform', { sign: true }],
  ['guide', { sign: true }],
] as const)(
  'signatures are over the raw body, anew at each attempt, in place of the key (%s)',
  async (dialect, options) => {
    await start({ dialect, ...options, retryDelayMs: 5 })
    receiver.answerWith(503, 200)
    await simulated.wallet('/decline-invitation', { invitation: (await invite(simulated)).invitationUrl })
    const attempts = await receiver.first(2)
    for (const { key, text, signedAt, signature } of attempts) {
      expect(key).toBeUndefined()
      expect(Math.abs(Number(signedAt) - Date.now())).toBeLessThan(60_000)
      expect(signature).toBe(createHmac('sha256', webhookSecret).update(`${signedAt}.${text}`).digest('hex'))
    }
    expect(attempts[1]?.text).toBe(attempts[0]?.text)
    expect(attempts[1]?.signature).not.toBe(attempts[0]?.signature)
  },
)

test('without a secret nothing proves the sender', async () => {
  await start({ dialect: 'credebl', webhookSecret: '' })
  await simulated.wallet('/decline-invitation', { invitation: (await invite(simulated)).invitationUrl })
  expect((await receiver.first(1))[0]).toMatchObject({ key: undefined, signature: undefined, signedAt: undefined })
})
