import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../server/db/open-database.ts'
import { freshSqlite } from '../../support/databases.ts'
import { createTestLog } from '../../support/log.ts'
import { startServerProcess } from '../../support/server-process.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

test('a second process on the same file is refused with a clear message; the file is free once the first has gone', async () => {
  const url = await freshSqlite()
  const { logger } = createTestLog()
  const first = await openDatabase(url, logger)
  await expect(openDatabase(url, logger)).rejects.toThrow(/Another process is using the database/)
  await expect(startServerProcess({ DATABASE_URL: url })).rejects.toThrow(/Another process is using the database/)
  await first.close()
  await (await openDatabase(url, logger)).close()
})

test('a webhook is on disk before it is answered: WAL, and every commit flushed', async () => {
  const url = await freshSqlite()
  const server = await startTestServer({ databaseUrl: url })
  await sendWebhook(server, guideWebhook('connections.active', { connectionId: 'c' }, 'wh_1'))
  const other = new Database(url.slice('sqlite:'.length), { readonly: true })
  expect(other.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(other.prepare('select webhookId, topic, connectionId, processed from WebhookEvent').all()).toEqual([
    { webhookId: 'wh_1', topic: 'connections.active', connectionId: 'c', processed: 0 },
  ])
  other.close()
})

test('while another program holds the file: 503 and no 200; afterwards the same webhook is stored', async () => {
  const url = await freshSqlite()
  const server = await startTestServer({ databaseUrl: url })
  const other = new Database(url.slice('sqlite:'.length))
  other.exec('begin immediate')
  const webhook = guideWebhook('connections.active', { connectionId: 'c' })
  const refused = await sendWebhook(server, webhook)
  expect(refused.status).toBe(503)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  other.exec('rollback')
  other.close()
  const stored = await sendWebhook(server, webhook)
  expect(stored.status).toBe(200)
  expect(stored.body.duplicate).toBeUndefined()
})

test('in memory everything works too, for a try', async () => {
  const server = await startTestServer({ databaseUrl: 'sqlite::memory:' })
  const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
  await sendWebhook(server, guideWebhook('connections.completed', { invitationId }))
  expect(await server.trpc.session.get.query({ sessionId })).toMatchObject({ version: 2, status: 'completed' })
})
