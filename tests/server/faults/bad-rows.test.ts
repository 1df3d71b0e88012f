import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { freshSqlite } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { adminToken } from '../../support/secrets.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

interface Stored {
  readonly webhookId: string
  readonly outcome: string
  readonly error: string | null
  readonly processed: number
}

/** The server and a second connection to its file, as an administrator with a database tool has one. */
async function start() {
  const databaseUrl = await freshSqlite()
  const server = await startTestServer({ databaseUrl })
  const db = new Database(databaseUrl.slice('sqlite:'.length))
  const stored = () =>
    db.prepare<[], Stored>('select webhookId, outcome, error, processed from WebhookEvent order by webhookId').all()
  return { server, db, stored }
}

test('a row that cannot be stored fails alone: its neighbours in the batch are stored and answered', async () => {
  const { server, db, stored } = await start()
  server.log.expectErrors()
  db.exec(`create trigger poison before insert on WebhookEvent when new.webhookId = 'poison'
    begin select raise(abort, 'poison'); end`)
  const ids = ['a', 'b', 'poison', 'c', 'd']
  const answers = await Promise.all(ids.map((id) => sendWebhook(server, guideWebhook('connections.active', {}, id))))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 503, 200, 200])
  expect(stored().map(({ webhookId }) => webhookId)).toEqual(['a', 'b', 'c', 'd'])
})

test('an effect that cannot be stored: the event is kept as failed, with the reason, and can be replayed', async () => {
  const { server, db, stored } = await start()
  server.log.expectErrors()
  const session = await server.trpc.session.create.mutate({})
  const other = await server.trpc.session.create.mutate({})
  db.exec(`create trigger poison before update on ConnectionSession when new.sessionId = '${session.sessionId}'
    begin select raise(abort, 'no room for this one'); end`)
  const send = (webhookId: string, { invitationId }: { invitationId: string }) =>
    sendWebhook(server, guideWebhook('connections.active', { invitationId, connectionId: webhookId }, webhookId))
  const answers = await Promise.all([send('bad', session), send('good', other)])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(stored()).toMatchObject([
    { webhookId: 'bad', outcome: 'failed', error: 'no room for this one', processed: 0 },
    { webhookId: 'good', outcome: 'applied', error: null, processed: 1 },
  ])
  expect((await server.trpc.session.get.query({ sessionId: session.sessionId })).version).toBe(1)
})

test('a session in a state that nobody knows: its events are kept as failed, other sessions go on', async () => {
  const { server, db, stored } = await start()
  server.log.expectErrors()
  const session = await server.trpc.session.create.mutate({})
  db.prepare(`update ConnectionSession set status = 'haunted' where sessionId = ?`).run(session.sessionId)
  const { invitationId } = session
  const answer = await sendWebhook(server, guideWebhook('connections.active', { invitationId }, 'wh'))
  expect(answer.status).toBe(200)
  expect(stored()).toMatchObject([{ outcome: 'failed', processed: 0 }])
  const next = await server.trpc.session.create.mutate({})
  await sendWebhook(server, guideWebhook('connections.active', { invitationId: next.invitationId }))
  expect((await server.trpc.session.get.query({ sessionId: next.sessionId })).status).toBe('active')
})

test('a session in a state that nobody knows: others still run out, and the console shows them', async () => {
  let offsetMs = 0
  const server = await startTestServer({
    now: () => new Date(Date.now() + offsetMs),
    databaseUrl: await freshSqlite(),
  })
  const db = new Database(server.databaseUrl.slice('sqlite:'.length))
  const [haunted, lost, other] = [
    await server.trpc.session.create.mutate({}),
    await server.trpc.session.create.mutate({}),
    await server.trpc.session.create.mutate({}),
  ]
  const { invitationId } = haunted
  await sendWebhook(server, guideWebhook('connections.request', { invitationId, connectionId: 'c' }))
  const change = (column: string, { sessionId }: { sessionId: string }) =>
    db.prepare(`update ConnectionSession set ${column} = 'haunted' where sessionId = ?`).run(sessionId)
  change('proof', haunted)
  change('status', lost)
  db.exec(`update SessionHistory set status = 'haunted' where version = 2`)
  offsetMs = 3_600_000
  const operator = asOperator(server)
  await expect
    .poll(async () => (await server.trpc.session.get.query({ sessionId: other.sessionId })).status)
    .toBe('abandoned')
  const { items } = await operator.admin.sessions.query({ limit: 10 })
  expect(items.map(({ sessionId }) => sessionId)).toEqual([other.sessionId])
  expect((await operator.admin.webhooks.query({ limit: 10 })).items).toHaveLength(1)
  expect((await operator.admin.stats.query()).total).toBe(1)
  expect((await operator.qa.coverage.query()).sessions).toBe(3)
  const metrics = await fetch(`${server.url}/metrics`, { headers: { Authorization: `Bearer ${adminToken}` } })
  expect(metrics.status).toBe(200)
  db.close()
})

test('rows of a version that nobody here knows: lists, details and timelines show all others', async () => {
  const { server, db } = await start()
  const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
  for (const [index, topic] of ['connections.request', 'connections.response', 'connections.active'].entries()) {
    await sendWebhook(server, guideWebhook(topic, { invitationId, connectionId: 'c' }, `wh_${index}`))
  }
  const { admin, qa } = asOperator(server)
  await admin.webhook.query({ webhookId: 'wh_2' })
  db.exec(`update WebhookEvent set outcome = 'haunted' where webhookId = 'wh_1'`)
  db.exec(`update SessionHistory set status = 'haunted' where version = 3`)
  db.exec(`update AuditEntry set action = 'haunted'`)
  const page = await admin.webhooks.query({ limit: 2 })
  const rest = await admin.webhooks.query({ limit: 2, cursor: page.nextCursor })
  expect([...page.items, ...rest.items].map(({ webhookId }) => webhookId)).toEqual(['wh_2', 'wh_0'])
  expect((await admin.webhook.query({ webhookId: 'wh_2' })).transitions).toMatchObject([{ version: 4 }])
  expect((await admin.audit.query({ limit: 10 })).items.map(({ action }) => action)).toContain('haunted')
  const { entries } = await qa.timeline.query({ sessionId })
  expect(entries.map(({ version }) => version)).toEqual([1, 2, 4])
  expect((await qa.coverage.query()).counted).toBe(1)
  db.close()
})

test('a clock that is set back or forward by an hour loses no webhook and ends no session early', async () => {
  let offsetMs = 0
  const server = await startTestServer({ now: () => new Date(Date.now() + offsetMs) })
  const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
  const send = (topic: string) => sendWebhook(server, guideWebhook(topic, { invitationId }))
  offsetMs = -3_600_000
  expect((await send('connections.request')).status).toBe(200)
  expect((await server.trpc.session.get.query({ sessionId })).status).toBe('request')
  offsetMs = 0
  expect((await send('connections.completed')).status).toBe(200)
  offsetMs = 3_600_000
  expect((await send('proofs.verified')).status).toBe(200)
  expect(await server.trpc.session.get.query({ sessionId })).toMatchObject({ status: 'completed', proof: 'verified' })
})
