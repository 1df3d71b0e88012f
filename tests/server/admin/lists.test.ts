import { describe, expect, test } from 'vitest'
import type { ListWebhooks } from '../../../shared/admin-inputs.ts'
import { databases } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { guideWebhook, organizationId, sendWebhook } from '../../support/webhooks.ts'

type Filter = Partial<ListWebhooks>

describe.each(databases)('on $name', ({ fresh }) => {
  test('events: newest first, each once over all pages, also while new ones come', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    for (let index = 0; index < 25; index++)
      await send(server, 'connections.active', { connectionId: `c${index}` }, `wh_${index}`)
    const { admin } = asOperator(server)
    const first = await admin.webhooks.query({ limit: 10 })
    await send(server, 'connections.active', {}, 'wh_new')
    const second = await admin.webhooks.query({ limit: 10, cursor: first.nextCursor })
    const third = await admin.webhooks.query({ limit: 10, cursor: second.nextCursor })
    const ids = [first, second, third].flatMap(({ items }) => items.map(({ webhookId }) => webhookId))
    expect(ids).toEqual(Array.from({ length: 25 }, (_, index) => `wh_${24 - index}`))
    expect(third.nextCursor).toBeNull()
    const whole = await admin.webhooks.query({ limit: 26 })
    expect([whole.items.length, whole.nextCursor]).toEqual([26, null])
    expect(JSON.stringify([first, second, third])).not.toContain('payload')
  })

  test('events: every filter, and any two', async () => {
    let now = new Date('2026-01-01T00:00:00Z')
    const server = await startTestServer({ databaseUrl: await fresh(), now: () => now })
    const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
    await send(server, 'connections.active', { invitationId, connectionId: 'c' }, 'applied')
    await send(server, 'connections.request', { connectionId: 'c' }, 'stale')
    now = new Date('2026-01-01T01:00:00Z')
    await send(server, 'connections.active', { connectionId: 'other' }, 'unmatched')
    await send(server, 'weather.changed', { connectionId: 'cloud' }, 'ignored')
    const find = async (filter: Filter) => {
      const { items, nextCursor } = await asOperator(server).admin.webhooks.query({ limit: 50, ...filter })
      expect(nextCursor).toBeNull()
      return items.map(({ webhookId }) => webhookId)
    }
    expect(await find({})).toEqual(['ignored', 'unmatched', 'stale', 'applied'])
    for (const outcome of ['applied', 'stale', 'unmatched', 'ignored'] as const)
      expect(await find({ outcome })).toEqual([outcome])
    expect(await find({ outcome: 'failed' })).toEqual([])
    expect(await find({ outcome: 'stale', deadLetter: true })).toEqual([])
    expect(await find({ topic: 'connections.active' })).toEqual(['unmatched', 'applied'])
    expect(await find({ topic: 'connections.active', outcome: 'unmatched' })).toEqual(['unmatched'])
    expect(await find({ topic: 'never.seen' })).toEqual([])
    expect(await find({ organizationId })).toHaveLength(4)
    expect(await find({ organizationId: 'another' })).toEqual([])
    expect(await find({ from: '2026-01-01T01:00:00Z' })).toEqual(['ignored', 'unmatched'])
    expect(await find({ to: '2026-01-01T02:00:00+01:00', topic: 'connections.active' })).toEqual(['applied'])
    expect(await find({ from: '2026-01-01T01:00:00Z', outcome: 'stale' })).toEqual([])
    for (const text of [sessionId, sessionId.slice(0, 8), ` ${sessionId.toUpperCase()} `, invitationId, 'c']) {
      expect(await find({ text })).toEqual(['stale', 'applied'])
    }
    expect(await find({ text: 'unmatched' })).toEqual(['unmatched'])
    expect(await find({ text: 'other' })).toEqual(['unmatched'])
    expect(await find({ text: 'cloud' })).toEqual(['ignored'])
    expect(await find({ text: invitationId, outcome: 'stale' })).toEqual(['stale'])
    for (const text of ['nobody', `' or 1=1 --`, '%', '00000000']) expect(await find({ text })).toEqual([])
  })

  test('events that came again: how often, when last, and a list of them', async () => {
    let now = new Date('2026-01-01T00:00:00Z')
    const server = await startTestServer({ databaseUrl: await fresh(), now: () => now })
    for (const id of ['wh_once', 'wh_twice', 'wh_often']) await send(server, 'connections.active', {}, id)
    await send(server, 'weather.changed', {}, 'wh_twice')
    now = new Date('2026-01-01T01:00:00Z')
    await Promise.all(Array.from({ length: 20 }, () => send(server, 'connections.active', {}, 'wh_often')))
    const { admin } = asOperator(server)
    await expect.poll(async () => (await admin.stats.query()).duplicates).toBe(21)
    expect(await admin.stats.query()).toMatchObject({ total: 3, duplicatesLast24h: 21 })
    const find = async (filter: Filter) => (await admin.webhooks.query({ limit: 50, ...filter })).items
    expect(await find({ redelivered: true })).toMatchObject([
      { webhookId: 'wh_often', redeliveries: 20, redeliveredAt: '2026-01-01T01:00:00.000Z' },
      {
        webhookId: 'wh_twice',
        redeliveries: 1,
        redeliveredAt: '2026-01-01T00:00:00.000Z',
        topic: 'connections.active',
      },
    ])
    expect(await find({ text: 'wh_once' })).toMatchObject([{ redeliveries: 0, redeliveredAt: null }])
    expect(await find({ redelivered: true, text: 'wh_once' })).toEqual([])
    expect(await find({ redelivered: true, outcome: 'applied' })).toEqual([])
    expect(await find({ redelivered: true, deadLetter: true })).toEqual([])
    expect(await find({ redelivered: true, outcome: 'unmatched', topic: 'connections.active' })).toHaveLength(2)
    const page = await admin.webhooks.query({ limit: 1, redelivered: true })
    expect(await find({ limit: 1, redelivered: true, cursor: page.nextCursor })).toMatchObject([
      { webhookId: 'wh_twice' },
    ])
    expect(await admin.webhook.query({ webhookId: 'wh_often' })).toMatchObject({ redeliveries: 20 })
  })

  test('sessions: by status and any id, over pages', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const made = []
    for (let index = 0; index < 5; index++) made.push(await server.trpc.session.create.mutate({}))
    const [first, second] = made
    await send(server, 'connections.active', { invitationId: first?.invitationId, connectionId: 'c1' }, 'wh_1')
    await send(server, 'connections.active', { invitationId: second?.invitationId, connectionId: 'c2' }, 'wh_2')
    const { admin } = asOperator(server)
    const all = await admin.sessions.query({ limit: 3 })
    const rest = await admin.sessions.query({ limit: 3, cursor: all.nextCursor })
    expect([...all.items, ...rest.items].map(({ sessionId }) => sessionId)).toEqual(
      made.map(({ sessionId }) => sessionId).reverse(),
    )
    const active = await admin.sessions.query({ limit: 1, status: 'active' })
    const more = await admin.sessions.query({ limit: 1, status: 'active', cursor: active.nextCursor })
    expect([...active.items, ...more.items].map(({ connectionId }) => connectionId)).toEqual(['c2', 'c1'])
    expect(more.nextCursor).toBeNull()
    const { reference } = first ?? {}
    const dictated = reference && `${reference.slice(0, 3)} ${reference.slice(3)}`.toLowerCase()
    const ids = [first?.sessionId, first?.sessionId.slice(0, 8), first?.invitationId, 'c1', 'wh_1', reference, dictated]
    for (const text of ids) {
      expect((await admin.sessions.query({ limit: 10, ...(text && { text }) })).items).toMatchObject([
        { connectionId: 'c1', reference, outcome: 'open' },
      ])
    }
    expect((await admin.sessions.query({ limit: 10, status: 'error' })).items).toEqual([])
    expect(JSON.stringify(all)).not.toMatch(/theirDid|ipAddress|invitationUrl/)
  })

  test('a cursor of another list, of other filters, or made up is refused with words', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    for (const index of [1, 2, 3]) await send(server, 'connections.active', { connectionId: `c${index}` })
    const { admin } = asOperator(server)
    const { nextCursor: cursor } = await admin.webhooks.query({ limit: 1 })
    expect(cursor).not.toBeNull()
    const refused = { message: expect.stringContaining('does not belong to this list'), data: { code: 'BAD_REQUEST' } }
    await expect(admin.sessions.query({ limit: 1, cursor })).rejects.toMatchObject(refused)
    await expect(admin.webhooks.query({ limit: 1, cursor, topic: 'connections.active' })).rejects.toMatchObject(refused)
    for (const made of ['', 'x', 'eyJhIjoxfQ', Buffer.from('[1,2,3]').toString('base64url')]) {
      await expect(admin.webhooks.query({ limit: 1, cursor: made })).rejects.toMatchObject(refused)
    }
    await expect(admin.webhooks.query({ limit: 0 })).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } })
    await expect(admin.webhooks.query({ limit: 1, from: 'yesterday' })).rejects.toMatchObject({
      data: { code: 'BAD_REQUEST' },
    })
  })
})

function send(server: TestServer, topic: string, data: Record<string, unknown>, webhookId?: string) {
  return sendWebhook(server, guideWebhook(topic, data, webhookId))
}
