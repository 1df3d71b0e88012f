import { afterEach, beforeEach, expect, test } from 'vitest'
import { ChaosLine, ChaosSettings, createChaos, readChaos } from '../../../server/simulator/chaos.ts'
import { organizationId, type Simulated, startSimulated } from './simulated.ts'
import { accept as acceptInvitation, invite } from './student.ts'
import { startReceiver, type WebhookReceiver } from './webhook-receiver.ts'

const noChaos = ChaosSettings.parse({})

let receiver: WebhookReceiver
let simulated: Simulated

beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(async () => {
  await simulated?.close()
  await receiver.close()
})

const start = async (chaos: string) => {
  simulated = await startSimulated({ webhookUrl: () => receiver.url, dialect: 'guide', chaos })
  return simulated
}
const accept = async () => acceptInvitation(simulated, (await invite(simulated)).invitationUrl)
const states = () => receiver.received.map(({ body }) => body.data.state)
const log = async () => (await simulated.organization('/apps/simulator-app/deliveries?limit=100')).data

test('a line says what goes wrong', () => {
  expect(ChaosLine.parse('drop=0.1, duplicate=0.2,delay=50-500,reorder=1,outage=2000/10000,seed=7')).toEqual({
    drop: 0.1,
    duplicate: 0.2,
    delay: { fromMs: 50, toMs: 500 },
    reorder: 1,
    outage: { forMs: 2000, everyMs: 10_000 },
    seed: 7,
  })
  expect(ChaosLine.parse('')).toEqual(noChaos)
})

test.each([
  ['drop=2', 'drop'],
  ['drop=', 'drop'],
  ['delay=500', 'delay'],
  ['delay=500-50', 'delay'],
  ['outage=3000/1000', 'outage'],
  ['lose=0.1', 'lose'],
])('%s is refused by name', (line, name) => {
  expect(
    ChaosLine.safeParse(line)
      .error?.issues.map(({ message }) => message)
      .join(),
  ).toContain(name)
  expect(() => readChaos(line)).toThrow(/^SIMULATOR_CHAOS: .+$/)
})

test('the same seed brings the same faults, another seed others, and about as many as asked for', () => {
  const settings = ChaosSettings.parse({
    drop: 0.3,
    duplicate: 0.3,
    reorder: 0.3,
    delay: { fromMs: 10, toMs: 20 },
    seed: 4,
  })
  const faults = (seed: number) => {
    const chaos = createChaos({ ...settings, seed }, () => new Date())
    return Array.from({ length: 1000 }, (_, index) => chaos.next('app', `connection ${index % 100} of ${seed}`))
  }
  expect(faults(4)).toEqual(faults(4))
  expect(faults(5)).not.toEqual(faults(4))
  for (const fault of ['drop', 'duplicate', 'reorder'] as const)
    expect(faults(4).filter((one) => one[fault]).length).toBeCloseTo(300, -2)
  expect(faults(4).every(({ delayMs }) => delayMs >= 10 && delayMs <= 20)).toBe(true)
})

test('dropped webhooks never leave, and the log says so', async () => {
  await start('drop=1')
  await accept()
  expect(await log()).toMatchObject(Array(4).fill({ status: 'dropped' }))
  expect(receiver.received).toEqual([])
})

test('duplicated webhooks come twice, letter for letter', async () => {
  await start('duplicate=1')
  await accept()
  await receiver.first(8)
  expect(states()).toEqual(['request', 'request', 'response', 'response', 'active', 'active', 'completed', 'completed'])
  expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(4)
})

test('reordered webhooks are overtaken by the next one', async () => {
  await start('reorder=0.5,seed=1')
  await accept()
  await receiver.first(4)
  expect([...states()].sort()).toEqual(['active', 'completed', 'request', 'response'])
  expect(states()).not.toEqual(['request', 'response', 'active', 'completed'])
})

test('a delayed webhook comes later, and the next one still after it', async () => {
  await start('delay=20-40')
  const startedMs = performance.now()
  await accept()
  await receiver.first(4)
  expect(performance.now() - startedMs).toBeGreaterThan(80)
  expect(states()).toEqual(['request', 'response', 'active', 'completed'])
})

test('in an outage the platform answers nothing and delivers nothing, until chaos is ended at run time', async () => {
  await start('')
  const { invitationUrl: invitation } = await invite(simulated)
  const outage = { outage: { forMs: 60_000, everyMs: 60_000 } }
  expect(await simulated.organization('/chaos', outage, 'PUT')).toMatchObject({ data: { drop: 0, ...outage } })
  for (const path of ['token', `orgs/${organizationId}/connections`])
    expect((await fetch(`${simulated.url}/simulator/${path}`, { method: 'POST' })).status).toBe(503)
  await simulated.wallet('/connections', { invitation })
  expect(receiver.received).toEqual([])
})

test('chaos is set and ended at run time, by the organization only', async () => {
  await start('drop=1')
  expect(await simulated.organization('/chaos')).toMatchObject({ data: { drop: 1 } })
  expect(await simulated.organization('/chaos', { drop: 7 }, 'PUT')).toEqual({ error: expect.stringContaining('drop') })
  expect(await simulated.organization('/chaos', {}, 'PUT')).toMatchObject({ data: noChaos })
  await accept()
  await receiver.first(4)
  const anyone = await fetch(`${simulated.url}/simulator/orgs/${organizationId}/chaos`, {
    method: 'PUT',
    body: '{"drop":1}',
  })
  expect(anyone.status).toBe(401)
})
