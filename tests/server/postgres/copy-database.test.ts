import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { copyDatabase } from '../../../server/db/copy-database.ts'
import { openDatabase } from '../../../server/db/open-database.ts'
import { emptyPostgres, emptySqlite, freshPostgres, freshSqlite } from '../../support/databases.ts'
import { execute } from '../../support/execute.ts'
import { createTestLog } from '../../support/log.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { guideWebhook, platformWebhook, sendWebhook } from '../../support/webhooks.ts'

/** A database as a day leaves it: sessions in several states, events applied, stale, unmatched and ignored, odd texts. */
async function fill(server: TestServer): Promise<object[]> {
  const webhooks: object[] = [
    guideWebhook('connections.active', { connectionId: randomUUID() }),
    guideWebhook('unheard.of', {}),
    platformWebhook('Connection', { state: 'completed' }),
  ]
  for (const theirLabel of ['Ada', 'Ọ̀ṣun 💧 "quoted" \\ back', '‮right to left', "O'Neill; drop table"]) {
    const { invitationId } = await server.trpc.session.create.mutate({})
    const data = { connectionId: randomUUID(), invitationId, theirLabel }
    for (const topic of ['connections.request', 'connections.completed', 'connections.request', 'proofs.verified']) {
      webhooks.push(guideWebhook(topic, data))
    }
  }
  await server.trpc.session.cancel.mutate(await server.trpc.session.create.mutate({ requestType: 'authentication' }))
  for (const webhook of webhooks) expect((await sendWebhook(server, webhook)).status).toBe(200)
  return webhooks
}

test('moving from SQLite to PostgreSQL: every row arrives, what is sent again is a duplicate, and numbers go on', async () => {
  const from = await freshSqlite()
  const to = await emptyPostgres()
  const before = await startTestServer({ databaseUrl: from })
  const webhooks = await fill(before)
  await before.stop()

  const { logger } = createTestLog()
  const copied = new Map((await copyDatabase(from, to, logger)).map(({ table, rows }) => [table, rows]))
  expect(copied.get('WebhookEvent')).toBe(webhooks.length)
  expect(copied.get('ConnectionSession')).toBe(5)
  expect(copied.get('SessionHistory')).toBeGreaterThan(12)

  const [old, young] = [await openDatabase(from, logger), await openDatabase(to, logger)]
  const sessionIds = (await execute(old, 'select "sessionId" from "ConnectionSession"')).map((row) =>
    String(row.sessionId),
  )
  for (const sessionId of sessionIds) {
    expect(await young.views.view(sessionId)).toEqual(await old.views.view(sessionId))
    expect(await young.views.versionsAfter(sessionId, 0)).toEqual(await old.views.versionsAfter(sessionId, 0))
  }
  const [highest] = await execute(young, 'select max("id") as "id" from "WebhookEvent"')
  await old.close()
  await young.close()

  const after = await startTestServer({ databaseUrl: to })
  for (const webhook of webhooks) expect((await sendWebhook(after, webhook)).body.duplicate).toBe(true)
  const { sessionId, invitationId } = await after.trpc.session.create.mutate({})
  await sendWebhook(after, guideWebhook('connections.completed', { invitationId }, 'wh_after'))
  expect(await after.trpc.session.get.query({ sessionId })).toMatchObject({ status: 'completed', version: 2 })
  await after.stop()
  const store = await openDatabase(to, logger)
  expect(await execute(store, `select "id" from "WebhookEvent" where "webhookId" = 'wh_after'`)).toEqual([
    { id: Number(highest?.id) + 1 },
  ])
  await store.close()
})

test('a database that is not empty is refused, and so is a file that a server is using', async () => {
  const from = await freshSqlite()
  const to = await freshPostgres()
  const { logger } = createTestLog()
  const busy = await startTestServer({ databaseUrl: from })
  await expect(copyDatabase(from, to, logger)).rejects.toThrow(/Another process is using the database/)
  await busy.stop()
  const used = await startTestServer({ databaseUrl: to })
  await sendWebhook(used, guideWebhook('connections.active', { connectionId: 'c' }))
  await used.stop()
  await expect(copyDatabase(from, to, logger)).rejects.toThrow(/not empty: "[A-Za-z]+" has rows/)
})

test('only from an existing SQLite file to PostgreSQL', async () => {
  const { logger } = createTestLog()
  const file = await emptySqlite()
  await expect(copyDatabase(file, 'postgresql://localhost/x', logger)).rejects.toThrow(/There is no database file/)
  await expect(copyDatabase(file, file, logger)).rejects.toThrow(/--to must be/)
  await expect(copyDatabase('postgresql://localhost/x', file, logger)).rejects.toThrow(/--from must be/)
})
