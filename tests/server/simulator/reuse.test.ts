import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SimulatorOptions } from '../../../server/simulator/simulator.ts'
import { type Simulated, startSimulated } from './simulated.ts'
import { accept, invite, requestProof } from './student.ts'
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

const steps = { guide: 4, platform: 6, credebl: 3 } as const

/** A student who is connected; answers what the wallet calls that. */
async function connected(options: Partial<SimulatorOptions> & { dialect: keyof typeof steps }) {
  simulated = await startSimulated({ webhookUrl: () => receiver.url, ...options })
  const first = await invite(simulated)
  const at = await accept(simulated, first.invitationUrl)
  await receiver.first(steps[options.dialect])
  return { at, first }
}

test.each(['guide', 'platform', 'credebl'] as const)(
  'a wallet that knows us answers with its old record (%s)',
  async (dialect) => {
    const { at, first } = await connected({ dialect })
    const second = await invite(simulated)
    const { invitationUrl: invitation } = second
    expect((await simulated.wallet('/invitations', { invitation })).body).toMatchObject({ canReuse: true })
    expect(await accept(simulated, invitation, { reuse: true })).toBe(at)
    const count = steps[dialect]
    const told = (await receiver.first(count + 1)).map(({ body }) => body.data)
    const [before, again] = [told[count - 1], told[count]]
    expect(again).toMatchObject({ reuseThreadId: expect.any(String), outOfBandRecord: { id: second.invitationId } })
    for (const field of ['id', 'connectionId', 'state', 'updatedAt']) expect(again?.[field]).toBe(before?.[field])
    const old = { guide: { invitationId: first.invitationId } }
    expect(again).toMatchObject(dialect === 'guide' ? old.guide : { outOfBandId: first.invitationId })

    const connectionId = String(again?.id ?? again?.connectionId)
    const proofId = await requestProof(simulated, connectionId)
    await receiver.first(count + 2)
    expect(JSON.stringify(receiver.received.at(-1)?.body.data)).toContain(proofId)
  },
)

test('once it was answered so, the invitation is used up, and leads to that connection', async () => {
  const { at } = await connected({ dialect: 'credebl', reuse: true })
  const { invitationUrl: invitation } = await invite(simulated)
  expect(await accept(simulated, invitation)).toBe(at)
  expect(await accept(simulated, invitation, { reuse: false })).toBe(at)
  expect((await simulated.wallet('/invitations', { invitation })).body).toMatchObject({
    ...{ canReuse: false, walletConnectionId: at.replace('/connections/', '') },
  })
  expect((await simulated.wallet(at)).body.history).toMatchObject([{}, { text: 'Connected to NELFUND again' }])
  for (const declined of [invitation, (await invite(simulated)).invitationUrl])
    await simulated.wallet('/decline-invitation', { invitation: declined })
  const states = (await receiver.first(5)).map(({ body }) => body.data.state)
  expect(states.slice(3)).toEqual(['completed', 'abandoned'])
})

test.each([
  ['the invitation does not say who invites', { IsReuseConnection: false }, { reuse: true }],
  ['the student wants a new one', {}, { reuse: false }],
])('where %s, there is a new connection', async (_why, wishes, more) => {
  const { at } = await connected({ dialect: 'credebl', reuse: true })
  expect(await accept(simulated, (await invite(simulated, wishes)).invitationUrl, more)).not.toBe(at)
  const bodies = (await receiver.first(6)).map(({ body }) => body.data)
  expect(new Set(bodies.map(({ id }) => id)).size).toBe(2)
  expect(bodies.some((body) => 'reuseThreadId' in body)).toBe(false)
})

test('a wallet without any connection makes one', async () => {
  simulated = await startSimulated({ webhookUrl: () => receiver.url, dialect: 'credebl', reuse: true })
  const { invitationUrl: invitation } = await invite(simulated)
  expect((await simulated.wallet('/invitations', { invitation })).body).toMatchObject({ canReuse: false })
  await accept(simulated, invitation)
  expect(await receiver.first(3)).toHaveLength(3)
})
