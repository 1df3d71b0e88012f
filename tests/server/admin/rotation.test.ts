import { describe, expect, test } from 'vitest'
import { toMark } from '../../../server/secrets/secret-check.ts'
import { changeDatabase } from '../../support/change-database.ts'
import { databases } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { webhookSecret } from '../../support/secrets.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, sendSigned, sendWebhook } from '../../support/webhooks.ts'

const older = 'the-older-secret-that-is-still-accepted'
const [newMark, oldMark] = [toMark(webhookSecret), toMark(older)]

describe.each(databases)('on $name', ({ fresh }) => {
  test('a change of the secret is done step by step as it is seen: what servers accept, and with which webhooks come', async () => {
    let now = new Date('2026-01-10T12:30:00Z')
    const options = { databaseUrl: await fresh(), now: () => now }
    const server = await startTestServer({ ...options, variables: { WEBHOOK_SECRET_PREVIOUS: older } })
    const read = () => asOperator(server).admin.platform.rotation.query()
    expect(await read()).toMatchObject({ newMark, isUnfinished: true, isEverywhere: true, isOlderSilent: false })
    expect((await read()).servers.map(({ marks }) => marks)).toEqual([[newMark, oldMark]])

    await sendWebhook(server, guideWebhook('weather.changed', {}, 'one'), { 'X-API-Key': older })
    await sendWebhook(server, guideWebhook('weather.changed', {}, 'two'))
    await sendSigned(server, guideWebhook('weather.changed', {}, 'four'), { at: now.getTime() })
    await sendWebhook(server, { not: 'a webhook' }, { 'X-API-Key': older }) // nothing that tells which one is in use
    await sendWebhook(server, guideWebhook('weather.changed', {}, 'three'), { 'X-API-Key': 'a wrong one' })
    expect(await read()).toMatchObject({
      withNew: 2,
      withOlder: 1,
      lastOlderAt: now.toISOString(),
      hours: expect.arrayContaining([{ newer: 2, older: 1 }]),
    })
    now = new Date('2026-01-11T11:10:00Z')
    expect(await read()).toMatchObject({ isOlderSilent: false })
    now = new Date('2026-01-11T13:10:00Z')
    expect(await read()).toMatchObject({
      isOlderSilent: true,
      isUnfinished: true,
      lastOlderAt: '2026-01-10T13:00:00.000Z',
    })
    const minute = Math.floor(now.getTime() / 60_000)
    await changeDatabase(server.databaseUrl, [
      `insert into "WebhookCount" ("kind", "name", "at", "shard", "count") values ('key-held', 'other:1 ${oldMark}', ${minute}, 0, 1)`,
    ])
    expect(await read()).toMatchObject({
      newMark,
      isEverywhere: false,
      servers: expect.arrayContaining([{ name: 'other:1', marks: [oldMark] }]),
    })
    await server.stop()

    now = new Date('2026-01-11T13:20:00Z')
    const after = await startTestServer(options)
    expect(await asOperator(after).admin.platform.rotation.query()).toMatchObject({
      isUnfinished: false,
      servers: [{ marks: [newMark] }],
    })
  })
})
