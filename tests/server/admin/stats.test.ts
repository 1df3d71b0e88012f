import { describe, expect, test } from 'vitest'
import { createAnswerCounts } from '../../../server/admin/answer-counts.ts'
import { openDatabase } from '../../../server/db/open-database.ts'
import { databases } from '../../support/databases.ts'
import { createTestLog } from '../../support/log.ts'
import { asOperator } from '../../support/operator.ts'
import { adminToken } from '../../support/secrets.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, organizationId, sendWebhook } from '../../support/webhooks.ts'

const bearer = { Authorization: `Bearer ${adminToken}` }

describe.each(databases)('statistics on $name', ({ fresh }) => {
  test('have the figures of the guide, and ours', async () => {
    const server = await startTestServer({ databaseUrl: await fresh(), variables: { ORGANIZATION_ID: organizationId } })
    const { invitationId } = await server.trpc.session.create.mutate({})
    const active = guideWebhook('connections.active', { invitationId, connectionId: 'c' })
    await sendWebhook(server, active)
    await sendWebhook(server, active)
    await sendWebhook(server, guideWebhook('connections.request', { invitationId, connectionId: 'c' }))
    await sendWebhook(server, guideWebhook('connections.active', { connectionId: 'nobody' }))
    await sendWebhook(server, guideWebhook('weather.changed', {}))
    await sendWebhook(server, 'rubbish')
    await sendWebhook(server, active, { 'X-API-Key': 'wrong' })
    await sendWebhook(server, { ...active, organizationId: 'another' })
    await sendWebhook(server, 'x'.repeat(2_200_000))

    const stats = await asOperator(server).admin.stats.query()
    expect(stats).toMatchObject({
      total: 4,
      processed: 3,
      pending: 1,
      last24h: 4,
      byTopic: expect.arrayContaining([
        { topic: 'connections.active', count: 2 },
        { topic: 'connections.request', count: 1 },
        { topic: 'weather.changed', count: 1 },
      ]),
      outcomes: { applied: 1, stale: 1, unmatched: 1, ignored: 1, failed: 0 },
      statuses: { invitation: 0, active: 1, completed: 0 },
      deadLetters: 0,
      duplicates: 1,
      rejected: expect.arrayContaining([
        { reason: '400', count: 1, last24h: 1 },
        { reason: '401', count: 1, last24h: 1 },
        { reason: '403', count: 1, last24h: 1 },
        { reason: '413', count: 1, last24h: 1 },
      ]),
    })
    expect(stats.hours).toHaveLength(48)
    expect(stats.hours.at(-1)?.count).toBe(4)
    expect(stats.lagP95Ms).toBeGreaterThan(0)
    expect(stats.lagP95Ms).toBeLessThan(60_000)
    expect(Date.parse(stats.oldestPendingAt ?? '')).toBeLessThanOrEqual(Date.parse(stats.lastWebhookAt ?? ''))
    const route = await fetch(`${server.url}/api/admin/webhook-stats`, { headers: bearer })
    expect(await route.json()).toMatchObject({ total: 4, processed: 3, pending: 1, last24h: 4 })
  })

  test('a webhook that says it is of last year, as an example or a kept one does, is no lag', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    for (const timestamp of ['2025-10-31T21:30:00.000Z', new Date().toISOString()])
      await sendWebhook(server, { ...guideWebhook('connections.active', { connectionId: 'c' }), timestamp })
    expect((await asOperator(server).admin.stats.query()).lagP95Ms).toBeLessThan(60_000)
  })

  test('of what was refused count what another request is writing at this moment', async () => {
    const db = await openDatabase(await fresh(), createTestLog().logger)
    const counts = createAnswerCounts(db, () => new Date())
    for (let round = 1; round <= 20; round++) {
      counts.add('401')
      const running = counts.flush()
      await counts.flush()
      const sum = db.query.selectFrom('WebhookCount').select(({ fn }) => fn.sum<number>('count').as('sum'))
      expect(await sum.where('kind', '=', 'answer').executeTakeFirst()).toEqual({ sum: round })
      await running
    }
    await db.close()
  })

  test('forget an event after 24 hours to the moment, not to the hour', async () => {
    let now = new Date('2026-01-01T10:30:30Z')
    const server = await startTestServer({ databaseUrl: await fresh(), now: () => now })
    await sendWebhook(server, guideWebhook('connections.active', { connectionId: 'c' }))
    const last24h = async (at: string) => {
      now = new Date(at)
      return (await asOperator(server).admin.stats.query()).last24h
    }
    expect(await last24h('2026-01-02T10:30:30Z')).toBe(1)
    expect(await last24h('2026-01-02T10:30:31Z')).toBe(0)
  })
})

test('beyond two hundred topics the rest are counted together', async () => {
  const server = await startTestServer({ variables: { WEBHOOK_RATE_LIMIT: '0' } })
  await Promise.all(
    Array.from({ length: 230 }, (_, index) => sendWebhook(server, guideWebhook(`made-up.${index}`, {}))),
  )
  const { byTopic, total } = await asOperator(server).admin.stats.query()
  expect(total).toBe(230)
  expect(byTopic).toHaveLength(201)
  expect(byTopic[0]).toEqual({ topic: 'other', count: 30 })
})

test('metrics are for operators, and count what came', async () => {
  const server = await startTestServer()
  const webhook = guideWebhook('connections.active', { connectionId: 'c' })
  await sendWebhook(server, webhook)
  await sendWebhook(server, webhook)
  await sendWebhook(server, 'rubbish')
  expect((await fetch(`${server.url}/metrics`)).status).toBe(401)
  const response = await fetch(`${server.url}/metrics`, { headers: bearer })
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4')
  const text = await response.text()
  for (const line of [
    'nelfund_webhook_answers_total{answer="200"} 1',
    'nelfund_webhook_answers_total{answer="duplicate"} 1',
    'nelfund_webhook_answers_total{answer="400"} 1',
    'nelfund_webhook_events_total{outcome="unmatched",dialect="guide"} 1',
    'nelfund_commit_batch_size_count 2',
    'nelfund_open_streams 0',
    'nelfund_stored_webhooks{outcome="unmatched"} 1',
    'nelfund_dead_letters 0',
    'process_cpu_seconds_total',
  ]) {
    expect(text).toContain(line)
  }
})
