import { describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../server/db/open-database.ts'
import { toEventId } from '../../../shared/event-id.ts'
import { changeDatabase } from '../../support/change-database.ts'
import { databases } from '../../support/databases.ts'
import { createTestLog } from '../../support/log.ts'
import { adminToken } from '../../support/secrets.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const bearer = { Authorization: `Bearer ${adminToken}` }

describe.each(databases)('on $name', ({ fresh }) => {
  const start = async (variables = {}) => startTestServer({ databaseUrl: await fresh(), variables })

  test('a label that is cut at half a character moves the session all the same', async () => {
    const server = await start()
    for (const label of [`${'a'.repeat(254)}😀 and more`, '\ud83d', 'NUL \0 in it', '😀'.repeat(300)]) {
      const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
      const data = { invitationId, connectionId: sessionId, theirLabel: label }
      expect((await sendWebhook(server, guideWebhook('connections.completed', data))).status).toBe(200)
      const { status, theirLabel } = await server.trpc.session.get.query({ sessionId })
      expect(status).toBe('completed')
      expect(theirLabel?.isWellFormed()).toBe(true)
    }
  })

  test('whatever is asked for with NUL, half characters or a forged cursor is 4xx, never 500', async () => {
    const server = await start()
    const mark = Buffer.from('["x",9e15,1]').toString('base64url')
    const inputs = [
      ...['\0', '\ud83d', `${'a'.repeat(254)}\ud83d`].flatMap((text) => [
        ['admin.webhooks', { text }],
        ['admin.webhooks', { topic: text }],
        ['admin.webhooks', { organizationId: text }],
        ['admin.sessions', { text }],
        ['admin.webhook', { webhookId: text }],
        ['qa.timeline', { sessionId: text }],
      ]),
      ['admin.webhooks', { cursor: mark }],
      ['admin.webhooks', { cursor: '\0' }],
    ] as const
    for (const [procedure, input] of inputs) {
      const url = `${server.url}/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`
      const { status } = await fetch(url, { headers: bearer })
      expect([procedure, input, Math.floor(status / 100)]).toEqual([procedure, input, 4])
    }
    const session = await fetch(`${server.url}/api/connections/session?sessionId=%00`)
    expect(session.status).toBe(404)
  })

  test('a user agent and a forwarded address of any length make a session', async () => {
    const server = await start({ TRUST_PROXY: 'true' })
    const headers = { 'User-Agent': 'é'.repeat(5_000), 'X-Forwarded-For': 'x'.repeat(10_000) }
    const { status } = await fetch(`${server.url}/api/connections/session`, { method: 'POST', headers })
    expect(status).toBeLessThan(500)
  })

  test('an event of another organization touches no session', async () => {
    const server = await start()
    const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
    const by = { invitationId, connectionId: 'c' }
    await sendWebhook(server, guideWebhook('connections.request', by))
    const foreign = { ...guideWebhook('connections.completed', by), organizationId: 'another' }
    expect((await sendWebhook(server, foreign)).status).toBe(200)
    expect(await server.trpc.session.get.query({ sessionId })).toMatchObject({ version: 2, status: 'request' })
    await sendWebhook(server, guideWebhook('connections.completed', by))
    expect(await server.trpc.session.get.query({ sessionId })).toMatchObject({ version: 3, status: 'completed' })
  })

  test('what waited under a key that is made otherwise today is settled under its own', async () => {
    const databaseUrl = await fresh()
    const server = await startTestServer({ databaseUrl })
    const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
    await sendWebhook(server, guideWebhook('proofs.request', { connectionId: 'c' }, 'today'))
    await changeDatabase(databaseUrl, [
      `update "WebhookEvent" set "webhookId" = 'yesterday' where "webhookId" = 'today'`,
    ])
    await sendWebhook(server, guideWebhook('connections.completed', { invitationId, connectionId: 'c' }, 'bound'))
    expect(await server.trpc.session.get.query({ sessionId })).toMatchObject({ status: 'completed', proof: 'request' })
    await server.stop()
    const db = await openDatabase(databaseUrl, createTestLog().logger)
    onTestFinished(() => db.close())
    const events = await db.query.selectFrom('WebhookEvent').select(['webhookId', 'outcome']).orderBy('id').execute()
    expect(events).toEqual([
      { webhookId: 'yesterday', outcome: 'applied' },
      { webhookId: 'bound', outcome: 'applied' },
    ])
    const history = await db.query.selectFrom('SessionHistory').select('webhookId').orderBy('version').execute()
    expect(history.map(({ webhookId }) => webhookId)).toEqual([null, 'bound', 'yesterday'])
  })

  test('an id of a time that a restore has undone gets the current view; one of this history, and a plain version, resume', async () => {
    const server = await start()
    const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
    const views = [await server.trpc.session.get.query({ sessionId })]
    for (const word of ['request', 'response']) {
      await sendWebhook(server, guideWebhook(`connections.${word}`, { invitationId, connectionId: 'c' }))
      views.push(await server.trpc.session.get.query({ sessionId }))
    }
    await server.trpc.session.cancel.mutate({ sessionId })
    const versionsAfter = async (lastEventId: string) => {
      const input = encodeURIComponent(JSON.stringify({ sessionId, lastEventId }))
      const text = await (await fetch(`${server.url}/trpc/session.watch?input=${input}`)).text()
      return Array.from(text.matchAll(/"version":(\d+)/g), ([, version]) => Number(version))
    }
    const [, second, third] = views
    if (!second || !third) throw new Error('no views')
    expect(await versionsAfter(toEventId(second))).toEqual([3, 4])
    expect(await versionsAfter('2')).toEqual([3, 4])
    const undone = new Date(Date.parse(third.updatedAt) - 3_600_000).toISOString()
    for (const version of [1, 2, 3, 4, 5]) {
      expect(await versionsAfter(toEventId({ version, updatedAt: undone }))).toEqual([4])
    }
  })
})
