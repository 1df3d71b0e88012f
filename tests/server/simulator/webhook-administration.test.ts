import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SimulatorOptions } from '../../../server/simulator/simulator.ts'
import { organizationId, type Simulated, startSimulated, webhookSecret } from './simulated.ts'
import { invite } from './student.ts'
import { startReceiver, type WebhookReceiver } from './webhook-receiver.ts'

let receiver: WebhookReceiver
let second: WebhookReceiver
let simulated: Simulated

beforeEach(async () => {
  receiver = await startReceiver()
  second = await startReceiver()
})
afterEach(async () => {
  await simulated.close()
  await Promise.all([receiver.close(), second.close()])
})

const start = async (options: Partial<SimulatorOptions> = {}) => {
  simulated = await startSimulated({ webhookUrl: () => receiver.url, dialect: 'guide', ...options })
}
const at = `/webhooks/orgs/${organizationId}`
const shown = async () => (await simulated.api(`/webhooks/orgs/webhookurl?orgId=${organizationId}`)).body
const decline = async () =>
  simulated.wallet('/decline-invitation', { invitation: (await invite(simulated)).invitationUrl })

test('what is registered overwrites what was there, and its secret never comes back as it is', async () => {
  await start()
  expect(await shown()).toMatchObject({ statusCode: 200, data: { webhookUrl: receiver.url } })
  const webhook = { webhookUrl: second.url, webhookSecret: 'another-secret-of-enough' }
  expect(await simulated.api(`${at}/register`, webhook)).toEqual({
    status: 201,
    body: {
      ...{ statusCode: 201, message: 'Webhook Url registered successfully' },
      data: { webhookUrl: second.url, webhookSecret: expect.any(String) },
    },
  })
  expect(JSON.stringify(await shown())).not.toContain('another-secret-of-enough')
  await decline()
  expect((await second.first(1))[0]).toMatchObject({ key: 'another-secret-of-enough' })
  expect(receiver.received).toEqual([])
})

test('what a change does not name stays', async () => {
  await start()
  expect(await simulated.api(at, { webhookUrl: second.url }, 'PATCH')).toMatchObject({
    status: 200,
    body: { message: 'Webhook Url updated successfully', data: { webhookUrl: second.url } },
  })
  await decline()
  expect((await second.first(1))[0]).toMatchObject({ key: webhookSecret })
  await simulated.api(at, { webhookSecret: 'another-secret-of-enough' }, 'PATCH')
  await simulated.api(`${at}/register`, { webhookUrl: second.url })
  await decline()
  expect((await second.first(2))[1]).toMatchObject({ key: 'another-secret-of-enough' })
})

test('before anything is registered there is no address', async () => {
  await start({ webhookUrl: undefined })
  expect(await shown()).toMatchObject({ statusCode: 200, data: { webhookUrl: null, webhookSecret: null } })
  expect(await simulated.api(at, { webhookSecret: 'another-secret-of-enough' }, 'PATCH')).toMatchObject({ status: 500 })
})

test.each([
  ['apps', 200, 404],
  ['credebl', 404, 200],
  ['both', 200, 200],
] as const)('a platform may have only one of the two ways: %s', async (webhookApi, apps, credebl) => {
  await start({ webhookApi })
  expect((await simulated.api(`/orgs/${organizationId}/apps/simulator-app`)).status).toBe(apps)
  expect((await simulated.api(`/webhooks/orgs/webhookurl?orgId=${organizationId}`)).status).toBe(credebl)
  expect((await simulated.api(`${at}/register`, { webhookUrl: second.url })).status).toBe(credebl === 200 ? 201 : 404)
})
