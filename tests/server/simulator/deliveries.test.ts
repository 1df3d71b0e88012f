import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Simulated, startSimulated } from './simulated.ts'
import { startReceiver, type WebhookReceiver } from './webhook-receiver.ts'

let directory: string
let stateFile: string
let receiver: WebhookReceiver
let simulated: Simulated

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'simulator-'))
  stateFile = join(directory, 'deep', 'simulator.json')
  receiver = await startReceiver()
})
afterEach(async () => {
  await simulated.close()
  await receiver.close()
  await rm(directory, { recursive: true })
})

const start = (options: { retryDelayMs?: number; stateFile?: string } = {}) =>
  startSimulated({ webhookUrl: () => receiver.url, ...options })

async function decline() {
  const { invitationUrl: invitation } = await simulated.platform.createInvitation()
  await simulated.wallet('/decline-invitation', { invitation })
}

const webhookIds = () => receiver.received.map(({ body }) => body.webhookId)

test('a webhook that meets a 5xx comes again, unchanged, and the next one waits for it', async () => {
  simulated = await start()
  receiver.answerWith(503, 500, 200)
  const { invitationUrl: invitation } = await simulated.platform.createInvitation()
  await simulated.wallet('/connections', { invitation })
  const received = await receiver.first(6)
  expect(received.map(({ body }) => body.data.state)).toEqual([
    'request',
    'request',
    'request',
    'response',
    'active',
    'completed',
  ])
  expect(new Set(received.slice(0, 3).map(({ text }) => text)).size).toBe(1)
})

test('the log of deliveries tells the status of each attempt', async () => {
  simulated = await start()
  receiver.answerWith(503, 200)
  await decline()
  await receiver.first(2)
  await expect
    .poll(() => simulated.organization('/apps/simulator-app/deliveries?limit=5'), { interval: 5 })
    .toMatchObject({
      data: [{ eventType: 'connections.abandoned', status: 'delivered', attempts: [{ status: 503 }, { status: 200 }] }],
    })
})

test('it gives up after three retries', async () => {
  simulated = await start()
  receiver.answerWith(500)
  await decline()
  await receiver.first(4)
  receiver.answerWith(200)
  await decline()
  await receiver.first(5)
  expect(await simulated.organization('/apps/simulator-app/deliveries')).toMatchObject({
    data: [{}, { status: 'failed', attempts: [{}, {}, {}, {}] }],
  })
  expect(new Set(webhookIds()).size).toBe(2)
})

test('it gives up at once on a 4xx', async () => {
  simulated = await start()
  receiver.answerWith(404, 200)
  await decline()
  await receiver.first(1)
  await decline()
  await receiver.first(2)
  expect(new Set(webhookIds()).size).toBe(2)
})

test('a restart in the middle of the flow loses nothing', async () => {
  simulated = await start({ stateFile })
  const { invitationUrl: invitation } = await simulated.platform.createInvitation()
  await simulated.close()

  simulated = await start({ stateFile })
  const { walletConnectionId } = (await simulated.wallet('/connections', { invitation })).body
  const connectionId = String((await receiver.first(4))[0]?.body.data.connectionId)
  await simulated.platform.requestProof({ connectionId, requestType: 'registration' })
  await receiver.first(5)
  await simulated.close()

  simulated = await start({ stateFile })
  const shared = await simulated.wallet(`/connections/${walletConnectionId}/share`, {})
  expect(shared.status).toBe(200)
  // what was on its way when the simulator stopped may have come twice, as the same webhook
  const topics = () => [...new Map(receiver.received.map(({ body }) => [body.webhookId, body.topic])).values()]
  await expect
    .poll(() => topics().slice(4), { interval: 5 })
    .toEqual(['proofs.request', 'proofs.presentation', 'proofs.verified'])
})

test('what was not delivered before a restart is delivered after it, as the same webhooks', async () => {
  simulated = await start({ stateFile, retryDelayMs: 600_000 })
  receiver.answerWith(503)
  const { invitationUrl: invitation } = await simulated.platform.createInvitation()
  await simulated.wallet('/connections', { invitation })
  const [before] = await receiver.first(1)
  await simulated.close()

  receiver.answerWith(200)
  simulated = await start({ stateFile })
  const after = (await receiver.first(5)).slice(1)
  expect(after[0]?.text).toBe(before?.text)
  expect(after.map(({ body }) => body.data.state)).toEqual(['request', 'response', 'active', 'completed'])
})

test('what an answer promised is in the file, without a proper end', async () => {
  simulated = await start({ stateFile })
  const { invitationId, invitationUrl: invitation } = await simulated.platform.createInvitation()
  expect(await readFile(stateFile, 'utf8')).toContain(invitationId)
  const { walletConnectionId } = (await simulated.wallet('/connections', { invitation })).body
  await receiver.first(4)
  const copy = join(directory, 'copy.json')
  await writeFile(copy, await readFile(stateFile))
  const second = await start({ stateFile: copy })
  expect(await second.wallet(`/connections/${walletConnectionId}`)).toMatchObject({ body: { state: 'completed' } })
  await second.close()
})

test('a file that makes no sense is begun anew', async () => {
  stateFile = join(directory, 'broken.json')
  await writeFile(stateFile, '{"connections":')
  simulated = await start({ stateFile })
  const { invitationId } = await simulated.platform.createInvitation()
  expect(await readFile(stateFile, 'utf8')).toContain(invitationId)
})
