import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Simulated, startSimulated } from './simulated.ts'
import { accept, invite, requestProof } from './student.ts'
import { startReceiver, type WebhookReceiver } from './webhook-receiver.ts'

let receiver: WebhookReceiver
let simulated: Simulated

beforeEach(async () => {
  receiver = await startReceiver()
  simulated = await startSimulated({ webhookUrl: () => receiver.url, dialect: 'guide' })
})
afterEach(async () => {
  await simulated.close()
  await receiver.close()
})

const topics = () => receiver.received.map(({ body }) => body.topic)

test('accepting twice, by link in any scheme and by JSON, is accepting once', async () => {
  const { invitationUrl } = await invite(simulated)
  const oob = new URL(invitationUrl).searchParams.get('oob') ?? ''
  const json: unknown = JSON.parse(Buffer.from(oob, 'base64url').toString())
  const ways = [
    ...[invitationUrl, `didcomm://invite?oob=${oob}`, `didcomm://${new URL(invitationUrl).host}/x?oob=${oob}`],
    ...[`confirmdwallet://connect?oob=${oob}`, JSON.stringify(json), json],
  ]
  const ids = []
  for (const invitation of ways)
    ids.push((await simulated.wallet('/connections', { invitation })).body.walletConnectionId)
  expect(new Set(ids).size).toBe(1)

  await simulated.wallet('/decline-invitation', { invitation: (await invite(simulated)).invitationUrl })
  await receiver.first(5)
  expect(topics().filter((topic) => topic === 'connections.request')).toHaveLength(1)
})

test.each([{}, { multiUseInvitation: true }])(
  'unless it is said to be for one wallet, an invitation is for any number: %j',
  async (wishes) => {
    const { data } = await simulated.organization('/connections', wishes)
    const { connectionInvitation: invitationUrl, recordId } = Object(data)
    const one = await accept(simulated, invitationUrl)
    const two = await accept(simulated, invitationUrl)
    expect(two).not.toBe(one)
    const bodies = (await receiver.first(8)).map(({ body }) => body)
    expect(new Set(bodies.map((body) => body.data.invitationId))).toEqual(new Set([recordId]))
    expect(new Set(bodies.map((body) => body.data.connectionId)).size).toBe(2)
  },
)

test('a declined invitation is abandoned and cannot be accepted any more', async () => {
  const { invitationId, invitationUrl: invitation } = await invite(simulated)
  expect((await simulated.wallet('/decline-invitation', { invitation })).body).toMatchObject({ state: 'abandoned' })
  expect((await receiver.first(1))[0]?.body).toMatchObject({
    topic: 'connections.abandoned',
    data: { state: 'abandoned', invitationId },
  })
  expect(await simulated.wallet('/connections', { invitation })).toEqual({
    status: 400,
    body: { error: 'This invitation was declined' },
  })
})

test('a silent wallet sends nothing until it acts again', async () => {
  const at = await accept(simulated, (await invite(simulated)).invitationUrl)
  expect((await simulated.wallet(`${at}/go-silent`, {})).body).toMatchObject({ silent: true })
  const connectionId = String((await receiver.first(4))[0]?.body.data.connectionId)
  await requestProof(simulated, connectionId)
  expect((await simulated.wallet(at)).body).toMatchObject({ silent: true, proofRequest: [{}, {}] })
  expect((await simulated.wallet(`${at}/share`, {})).body).toMatchObject({ silent: false })
  await receiver.first(6)
  expect(topics()[5]).toBe('proofs.presentation')
})
