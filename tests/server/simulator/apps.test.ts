import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../server/errors.ts'
import { type Simulated, startSimulated, webhookSecret } from './simulated.ts'
import { startReceiver, type WebhookReceiver } from './webhook-receiver.ts'

let receiver: WebhookReceiver
let simulated: Simulated

beforeEach(async () => {
  receiver = await startReceiver()
  simulated = await startSimulated({ webhookUrl: () => receiver.url })
})
afterEach(async () => {
  await simulated.close()
  await receiver.close()
})

const own = 'simulator-app'
const words = { name: 'NELFUND Production Webhook', description: 'For student registration' }

async function decline() {
  const { invitationUrl: invitation } = await simulated.platform.createInvitation()
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
      orgId: 'org-1',
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

test("the application's own client does every step", async () => {
  const { apps } = simulated.platform
  const second = await startReceiver()
  const app = await apps.create({ ...words, webhookUrl: second.url, webhookSecret: 'first-secret' })
  expect(await apps.show(app.id)).toEqual(app)
  expect(app).toMatchObject({ ...words, webhookUrl: second.url, isActive: true })

  expect(await apps.test(app.id, 'Credential')).toMatchObject({ success: true, httpStatus: 200 })
  expect(second.received).toMatchObject([{ key: 'first-secret', body: { topic: 'webhook.test' } }])

  await apps.rotate(app.id, 'second-secret')
  second.answerWith(503, 200)
  await decline()
  await second.first(3)
  expect(second.received.slice(1).map(({ key }) => key)).toEqual(['second-secret', 'second-secret'])
  await expect
    .poll(() => apps.deliveries(app.id, 20), { interval: 5 })
    .toMatchObject([
      { eventType: 'connections.abandoned', status: 'delivered', httpStatus: 200, attempts: 2 },
      { eventType: 'webhook.test', status: 'delivered', httpStatus: 200, attempts: 1 },
    ])
  expect(await apps.deliveries(app.id, 1)).toHaveLength(1)
  await second.close()
})

test('every app gets every webhook, each with its own secret', async () => {
  await simulated.platform.apps.create({ ...words, webhookUrl: receiver.url, webhookSecret: 'of-the-second' })
  await decline()
  await receiver.first(2)
  expect(new Set(receiver.received.map(({ key }) => key))).toEqual(new Set([webhookSecret, 'of-the-second']))
  expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(1)
})

test('a test that meets a refusal says so', async () => {
  receiver.answerWith(401)
  expect(await simulated.platform.apps.test(own, 'Credential')).toMatchObject({ success: false, httpStatus: 401 })
})

test.each(['show', 'deliveries', 'test', 'rotate'])(
  '%s of an app that is not there is a clear failure',
  async (verb) => {
    const { apps } = simulated.platform
    const calls = {
      show: () => apps.show('nobody'),
      deliveries: () => apps.deliveries('nobody', 5),
      test: () => apps.test('nobody', 'Credential'),
      rotate: () => apps.rotate('nobody', 'x'),
    }
    const failure = await Object.entries(calls)
      .find(([name]) => name === verb)?.[1]()
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(AppError)
    expect(failure).toMatchObject({ message: expect.stringContaining('HTTP 404') })
  },
)

test.each([
  [{ name: '', webhookUrl: 'https://x.example', webhookSecret: 's' }],
  [{ name: 'n', webhookUrl: 'ftp://x.example', webhookSecret: 's' }],
  [{ name: 'n', webhookUrl: 'https://x.example' }],
])('%j makes no app', async (body) => {
  expect(await simulated.organization('/apps', body)).toEqual({ error: expect.any(String) })
})

test('without a receiver of its own it still serves apps that are registered', async () => {
  await simulated.close()
  simulated = await startSimulated({})
  await decline()
  await simulated.platform.apps.create({ ...words, webhookUrl: receiver.url, webhookSecret: 's' })
  await decline()
  await receiver.first(1)
  expect(await simulated.organization(`/apps/${own}`)).toEqual({ error: 'App not found' })
})

test('the platform dialect tests with a record that is about nothing', async () => {
  await simulated.close()
  simulated = await startSimulated({ webhookUrl: () => receiver.url, dialect: 'platform' })
  await simulated.platform.apps.test(own, 'Credential')
  expect(receiver.received[0]?.body).toMatchObject({ type: 'Credential', orgId: 'org-1', data: { state: 'test' } })
})
