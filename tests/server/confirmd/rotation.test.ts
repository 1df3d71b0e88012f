import { expect, test } from 'vitest'
import { asOperator } from '../../support/operator.ts'
import { webhookSecret } from '../../support/secrets.ts'
import { watchSession } from '../../support/watcher.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'
import { organizationId } from '../simulator/simulated.ts'
import { type Pair, startPair } from './platform-and-server.ts'

const oldSecret = 'the-old-webhook-secret-0123456789abcdef'
const students = 40

async function connect({ server, accept }: Pair) {
  const session = await server.trpc.session.create.mutate({})
  const watcher = watchSession(server, session.sessionId)
  await accept(session)
  const views = await watcher.until((all) => all.at(-1)?.status === 'completed')
  watcher.cut()
  return views.map(({ status }) => status)
}

/** Students connect, a few at a time, while `rotate` happens after a third of them. */
async function underLoad(pair: Pair, rotate: () => Promise<unknown>) {
  let begun = 0
  const paths: string[][] = []
  const lane = async () => {
    while (begun++ < students) {
      paths.push(await connect(pair))
      if (paths.length === Math.floor(students / 3)) await rotate()
    }
  }
  await Promise.all([lane(), lane(), lane(), lane()])
  return paths
}

/** Of each student: four of the handshake, and one of the proof that the server then asks for. */
const each = 5

/** Every delivery, once all have been answered. */
async function settled({ simulated }: Pair) {
  const read = () => simulated.platform.apps.deliveries('simulator-app', 1000)
  await expect
    .poll(async () => (await read()).filter(({ httpStatus }) => httpStatus !== null).length)
    .toBe(students * each)
  return read()
}

test('rotating the secret under load loses no webhook', async () => {
  const pair = await startPair({
    dialect: 'guide',
    secret: oldSecret,
    variables: { WEBHOOK_SECRET_PREVIOUS: oldSecret, RECONCILE_AFTER_SECONDS: '0' },
  })
  const { server, simulated } = pair
  let rotatedAt = ''
  const paths = await underLoad(pair, async () => {
    await simulated.platform.apps.rotate('simulator-app', webhookSecret)
    rotatedAt = new Date().toISOString()
  })
  expect(new Set(paths.map((path) => path.join()))).toEqual(new Set(['invitation,request,response,active,completed']))
  const sent = await settled(pair)
  expect(sent.filter(({ httpStatus, attempts }) => httpStatus !== 200 || attempts !== 1)).toEqual([])
  expect(sent.some(({ at }) => at !== null && at < rotatedAt)).toBe(true)
  expect(sent.some(({ at }) => at !== null && at > rotatedAt)).toBe(true)
  expect(await asOperator(server).admin.stats.query()).toMatchObject({ total: students * each })
})

test('rotating from the console under load loses no webhook either, and shows the secret once', async () => {
  const pair = await startPair({ dialect: 'guide', variables: { RECONCILE_AFTER_SECONDS: '0' } })
  const { server } = pair
  const operator = asOperator(server)
  let shown = ''
  const paths = await underLoad(pair, async () => {
    const { secret, appId } = await operator.admin.platform.rotate.mutate()
    expect(appId).toBe('simulator-app')
    shown = secret
  })
  expect(paths).toHaveLength(students)
  expect((await settled(pair)).every(({ httpStatus }) => httpStatus === 200)).toBe(true)

  expect(shown).toMatch(/^[0-9a-f]{64}$/)
  const webhook = () => ({ ...guideWebhook('connections.active', { connectionId: 'c' }), organizationId })
  for (const secret of [shown, webhookSecret])
    expect((await sendWebhook(server, webhook(), { 'X-API-Key': secret })).status).toBe(200)
  const { items } = await operator.admin.audit.query({ limit: 10 })
  expect(items).toContainEqual(expect.objectContaining({ action: 'secret-rotated', subject: 'simulator-app' }))
  expect(JSON.stringify([items, server.log.lines()])).not.toContain(shown)
})
