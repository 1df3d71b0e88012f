import { describe, expect, test } from 'vitest'
import type { ListWebhooks } from '../../../shared/admin-inputs.ts'
import { databases } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

describe.each(databases)('on $name', ({ fresh }) => {
  test('repeats are one row with their number, opened by a filter, and paged over', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const one = await start(server, 'c1')
    const two = await start(server, 'c2')
    for (let index = 0; index < 30; index++) await send(server, 'connections.request', { connectionId: 'c1' })
    await send(server, 'connections.request', { connectionId: 'c2' })
    for (let index = 0; index < 4; index++) await send(server, 'connections.request', { connectionId: 'c1' })
    for (const connectionId of ['x', 'y', 'y']) await send(server, 'connections.active', { connectionId })
    for (const index of [1, 2]) await send(server, 'weather.changed', { connectionId: `w${index}` })
    const { admin } = asOperator(server)
    const list = (input: Partial<ListWebhooks>) => admin.webhooks.query({ limit: 50, fold: true, ...input })
    const rows = (page: Awaited<ReturnType<typeof list>>) =>
      page.items.map(({ topic, outcome, sessionId, repeats }) => [topic, outcome, sessionId, repeats])
    const expected = [
      ['weather.changed', 'ignored', null, 2],
      ['connections.active', 'unmatched', null, 2],
      ['connections.active', 'unmatched', null, 1],
      ['connections.request', 'stale', one, 4],
      ['connections.request', 'stale', two, 1],
      ['connections.request', 'stale', one, 30],
      ['connections.active', 'applied', two, 1],
      ['connections.active', 'applied', one, 1],
    ]
    expect(rows(await list({}))).toEqual(expected)
    const first = await list({ limit: 4 })
    const second = await list({ limit: 10, cursor: first.nextCursor })
    expect([...rows(first), ...rows(second)]).toEqual(expected)
    const effects = (await list({})).items.map(({ effect }) => effect)
    expect(effects.slice(0, 4)).toEqual([
      'no rule for this topic, kept',
      'no session has its connection',
      'no session has its connection',
      'already active',
    ])
    expect(effects[7]).toBe('invitation → active')
    const [, , , folded] = (await list({})).items
    const opened = await admin.webhooks.query({
      limit: 50,
      session: one,
      topic: 'connections.request',
      outcome: 'stale',
      from: folded?.since ?? '',
    })
    expect(opened.items.length).toBeGreaterThanOrEqual(4)
  })

  test('every token of the filter field, alone and with others; what it counts is what choosing it shows', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const sessionId = await start(server, 'c1')
    await send(server, 'connections.request', { connectionId: 'c1' }, 'stale')
    await send(server, 'proofs.request', { connectionId: 'c1' }, 'proof')
    await send(server, 'proofs.verified', { connectionId: 'other' }, 'lost')
    await send(server, 'weather.changed', { connectionId: 'cloud' }, 'ignored')
    await send(server, 'weather.changed', { connectionId: 'late' }, 'late', new Date(Date.now() - 60_000))
    const { admin } = asOperator(server)
    const find = async (filter: Partial<ListWebhooks>) =>
      (await admin.webhooks.query({ limit: 50, ...filter })).items.map(({ webhookId }) => webhookId)
    const cases: [Partial<ListWebhooks>, string[]][] = [
      [{ topic: 'proofs.*' }, ['lost', 'proof']],
      [{ topic: 'proofs.*', outcome: 'applied' }, ['proof']],
      [{ anyOutcome: ['stale', 'unmatched'] }, ['lost', 'stale']],
      [{ anyOutcome: ['stale', 'applied'], topic: 'connections.*' }, ['stale', 'bound-c1']],
      [{ without: { outcome: ['applied', 'ignored'] } }, ['lost', 'stale']],
      [{ without: { topic: ['weather.changed', 'connections.*'] } }, ['lost', 'proof']],
      [{ dialect: 'platform' }, []],
      [{ without: { dialect: ['guide'] } }, []],
      [{ dialect: 'guide', outcome: 'ignored' }, ['late', 'ignored']],
      [{ session: sessionId }, ['proof', 'stale', 'bound-c1']],
      [{ session: sessionId, topic: 'proofs.*' }, ['proof']],
      [{ session: 'nobody' }, []],
      [{ key: 'other' }, ['lost']],
      [{ key: 'none' }, ['late', 'ignored', 'lost']],
      [{ minLagSeconds: 5 }, ['late']],
      [{ error: 'disk' }, []],
      [{ error: '%' }, []],
    ]
    for (const [filter, expected] of cases) expect(await find(filter), JSON.stringify(filter)).toEqual(expected)
    const count = (by: 'topic' | 'outcome' | 'dialect' | 'error', filter = {}) => admin.counts.query({ by, filter })
    expect(await count('outcome', { topic: 'proofs.*', outcome: 'applied' })).toEqual([
      { value: expect.any(String), count: 1 },
      { value: expect.any(String), count: 1 },
    ])
    expect(await count('topic', { outcome: 'ignored' })).toEqual([{ value: 'weather.changed', count: 2 }])
    expect(await count('dialect', { session: sessionId })).toEqual([{ value: 'guide', count: 3 }])
    expect(await count('topic', { outcome: 'ignored', from: '2026-01-01T00:00:00Z', key: 'none' })).toHaveLength(1)
    expect(await count('error')).toEqual([])
  })

  test('traffic counts each event under the outcome that it has now, in the minute in which it came', async () => {
    let now = new Date('2026-01-02T00:00:00Z')
    const server = await startTestServer({ databaseUrl: await fresh(), now: () => now })
    await send(server, 'connections.active', { connectionId: 'c1', invitationId: 'later' }, 'waits')
    now = new Date('2026-01-02T00:30:00Z')
    await sendWebhook(server, guideWebhook('connections.active', {}), { 'X-API-Key': 'wrong' })
    const { admin } = asOperator(server)
    const sums = async () => {
      const { outcomes, refused } = await admin.traffic.query({ hours: 24 })
      return { applied: outcomes.applied.indexOf(1), unmatched: outcomes.unmatched.indexOf(1), refused: refused.at(-1) }
    }
    expect(await sums()).toEqual({ applied: -1, unmatched: 140, refused: 1 })
    expect((await admin.stats.query()).outcomesLast24h).toMatchObject({ unmatched: 1, applied: 0 })
    const { invitationId } = await server.trpc.session.create.mutate({})
    await send(server, 'connections.request', { connectionId: 'c1', invitationId }, 'binds')
    await expect.poll(sums).toMatchObject({ unmatched: -1 })
    const { outcomes } = await admin.traffic.query({ hours: 24 })
    expect([outcomes.applied[140], outcomes.applied[143]]).toEqual([1, 1])
  })
})

/** A session that is connected. */
async function start(server: TestServer, connectionId: string): Promise<string> {
  const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
  await send(server, 'connections.active', { invitationId, connectionId }, `bound-${connectionId}`)
  return sessionId
}

async function send(
  server: TestServer,
  topic: string,
  data: Record<string, unknown>,
  webhookId?: string,
  at = new Date(),
): Promise<void> {
  await sendWebhook(server, { ...guideWebhook(topic, data, webhookId), timestamp: at.toISOString() })
}
