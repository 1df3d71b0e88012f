import { afterEach, beforeEach, expect, test } from 'vitest'
import { organizationId, type Simulated, startSimulated, webhookSecret } from './simulated.ts'
import { invite, unknownId } from './student.ts'
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

const own = 'simulator-app'
const words = { name: 'NELFUND Production Webhook', description: 'For student registration' }

async function decline() {
  const { invitationUrl: invitation } = await invite(simulated)
  await simulated.wallet('/decline-invitation', { invitation })
}

test('an app is created and shown as in the guide, and its secret never comes back', async () => {
  const body = {
    ...words,
    webhookUrl: 'https://your-domain.com/hook',
    webhookSecret: 'the-secret-of-the-app',
    clientContext: {},
  }
  const created = await simulated.organization('/apps', body)
  expect(created).toEqual({
    statusCode: 201,
    message: 'App successfully created',
    data: {
      id: expect.any(String),
      orgId: organizationId,
      ...words,
      webhookUrl: 'https://your-domain.com/hook',
      isActive: true,
      createDateTime: expect.stringMatching(/Z$/),
    },
  })
  const { data } = created
  expect(await simulated.organization(`/apps/${Object(data).id}`)).toMatchObject({
    statusCode: 200,
    data: { ...words },
  })
})

async function create(webhook: { webhookUrl: string; webhookSecret: string }): Promise<string> {
  const { data } = await simulated.organization('/apps', { ...words, ...webhook })
  return Object(data).id
}

test('an app is tested, rotated, and its deliveries are listed, newest first', async () => {
  const second = await startReceiver()
  const id = await create({ webhookUrl: second.url, webhookSecret: 'first-secret' })
  expect(await simulated.organization(`/apps/${id}/test`, { eventType: 'Credential' })).toMatchObject({
    data: { success: true, statusCode: 200, responseTime: expect.any(Number) },
  })
  expect(second.received).toMatchObject([{ key: 'first-secret', body: { topic: 'webhook.test' } }])

  await simulated.organization(`/apps/${id}/rotate-secret`, { newSecret: 'second-secret' })
  second.answerWith(503, 200)
  await decline()
  await second.first(3)
  expect(second.received.slice(1).map(({ key }) => key)).toEqual(['second-secret', 'second-secret'])
  await expect
    .poll(() => simulated.organization(`/apps/${id}/deliveries?limit=20`), { interval: 5 })
    .toMatchObject({
      data: [
        { eventType: 'connections.abandoned', status: 'delivered', statusCode: 200, attempts: [{}, {}] },
        { eventType: 'webhook.test', status: 'delivered', statusCode: 200, attempts: [{}] },
      ],
    })
  expect((await simulated.organization(`/apps/${id}/deliveries?limit=1`)).data).toHaveLength(1)
  await second.close()
})

test('every app gets every webhook, each with its own secret', async () => {
  await create({ webhookUrl: receiver.url, webhookSecret: 'of-the-second' })
  await decline()
  await receiver.first(2)
  expect(new Set(receiver.received.map(({ key }) => key))).toEqual(new Set([webhookSecret, 'of-the-second']))
  expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(1)
})

test('a test that meets a refusal says so', async () => {
  receiver.answerWith(401)
  expect(await simulated.organization(`/apps/${own}/test`, { eventType: 'Credential' })).toMatchObject({
    data: { success: false, statusCode: 401 },
  })
})

test.each([
  ['', undefined],
  ['/deliveries', undefined],
  ['/test', { eventType: 'Credential' }],
  ['/rotate-secret', { newSecret: 'x' }],
])('an app that is not there is not found (%s)', async (verb, body) => {
  expect(await simulated.api(`/orgs/${organizationId}/apps/${unknownId}${verb}`, body)).toEqual({
    status: 404,
    body: { statusCode: 404, message: 'App not found', error: 'Not Found' },
  })
})

test('without a receiver of its own it still serves apps that are registered', async () => {
  await simulated.close()
  simulated = await startSimulated({ dialect: 'guide' })
  await decline()
  await create({ webhookUrl: receiver.url, webhookSecret: 's' })
  await decline()
  await receiver.first(1)
  expect(await simulated.organization(`/apps/${own}`)).toMatchObject({ statusCode: 404 })
})

test('the platform dialect tests with a record that is about nothing', async () => {
  await simulated.close()
  simulated = await startSimulated({ webhookUrl: () => receiver.url, dialect: 'platform' })
  await simulated.organization(`/apps/${own}/test`, { eventType: 'Credential' })
  expect(receiver.received[0]?.body).toMatchObject({
    type: 'Credential',
    orgId: organizationId,
    data: { state: 'test' },
  })
})
