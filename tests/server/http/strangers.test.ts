import { afterEach, describe, expect, test, vi } from 'vitest'
import { databases } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { answerTo } from '../../support/raw-http.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { watchSession } from '../../support/watcher.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const json = { 'Content-Type': 'application/json' }

describe.each(databases)('what nobody sends by accident, on $name', ({ fresh }) => {
  test('10 KB of X-Forwarded-For make no address', async () => {
    const server = await startTestServer({ databaseUrl: await fresh(), variables: { TRUST_PROXY: 'true' } })
    for (const forwarded of ['x'.repeat(10_000), '1.2.3.4,'.repeat(1_200), `${'\u00ff'.repeat(9_000)}, 1.2.3.4`]) {
      const headers = { ...json, 'X-Forwarded-For': forwarded }
      const created = await fetch(`${server.url}/api/connections/session`, { method: 'POST', body: '{}', headers })
      expect(created.status).toBe(201)
      expect((await sendWebhook(server, '', { ...headers, 'X-API-Key': 'wrong' })).status).toBe(401)
    }
  })

  test('forged cursors are refused with 400', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const operator = asOperator(server)
    for (let count = 0; count < 2; count++) {
      await sendWebhook(server, guideWebhook('odd.topic', {}))
      await server.trpc.session.create.mutate({})
    }
    const lists = { webhooks: operator.admin.webhooks, sessions: operator.admin.sessions }
    for (const list of Object.values(lists)) {
      const { nextCursor } = await list.query({ limit: 1 })
      const [mark, at, id] = JSON.parse(Buffer.from(nextCursor ?? '', 'base64url').toString())
      const forged = [
        [mark, -8.64e15, id],
        [mark, 8.64e15, id],
        [mark, at, 2 ** 31],
        [mark, at, Number.MAX_SAFE_INTEGER],
        [mark, at, 1.5],
        [mark, String(at), id],
        [mark, at],
        mark,
      ]
      for (const cursor of [
        ...forged.map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url')),
        '\0',
        '\ud800',
      ])
        await expect(list.query({ limit: 1, cursor })).rejects.toMatchObject({ data: { httpStatus: 400 } })
    }
  })

  test('a stream that is resumed after a version that cannot be begins anew', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const { sessionId } = await server.trpc.session.create.mutate({})
    for (const lastEventId of [999_999_999_999_999, 2 ** 31]) {
      const watcher = watchSession(server, sessionId, lastEventId)
      await watcher.until((views) => views.length === 1)
      expect(watcher.views).toMatchObject([{ version: 1 }])
      watcher.cut()
    }
  })
})

test('two Host headers are refused', async () => {
  const server = await startTestServer()
  const answer = await answerTo(server, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1.1 400 /)
})

test('no answer about sessions, operators or procedures may be stored', async () => {
  const server = await startTestServer()
  const { sessionId } = await server.trpc.session.create.mutate({})
  const input = encodeURIComponent(JSON.stringify({ sessionId }))
  for (const [path, status, init] of [
    [`/api/connections/session?sessionId=${sessionId}`, 200],
    ['/api/connections/session?sessionId=x', 404],
    ['/api/connections/session', 400],
    ['/api/connections/session', 403, { method: 'POST', headers: { Origin: 'https://evil.example' } }],
    ['/api/nothing', 404],
    ['/api/admin/webhook-stats', 401],
    ['/api/webhooks/confirmd', 200],
    [`/trpc/session.get?input=${input}`, 200],
    [`/trpc/session.watch?input=${input}`, 200],
    ['/trpc/admin.watchStats', 401],
    ['/trpc/session.get', 400],
    ['/trpc/nothing', 404],
    ['/trpc/session.get', 403, { headers: { Origin: 'https://evil.example' } }],
    ['/readyz', 200],
  ] as const) {
    const response = await fetch(`${server.url}${path}`, init)
    expect([path, response.status]).toEqual([path, status])
    expect(response.headers.get('cache-control'), path).toContain('no-store')
    await response.body?.cancel()
  }
})

describe('the log', () => {
  afterEach(() => void vi.useRealTimers())
  const linesOf = (server: TestServer, message: string) =>
    server.log.lines().filter(({ text }) => text.includes(message))

  test('has one line of a stranger at once, and one of all that follows within ten seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const server = await startTestServer({ variables: { TRUST_PROXY: 'true' } })
    const wrong = (address: string) => sendWebhook(server, '', { 'X-API-Key': 'wrong', 'X-Forwarded-For': address })
    for (let count = 0; count < 400; count++) await wrong('192.0.2.1')
    await wrong('192.0.2.2')
    expect(linesOf(server, 'webhook refused')).toHaveLength(2)
    vi.advanceTimersByTime(10_000)
    const [, , summary, ...more] = linesOf(server, 'webhook refused')
    expect(JSON.parse(summary?.text ?? '')).toMatchObject({ count: 399, answers: { 401: 29, 429: 370 } })
    expect(more).toEqual([])
    expect(summary?.text).not.toContain('192.0.2')
    await wrong('192.0.2.1')
    vi.advanceTimersByTime(10_000)
    expect(linesOf(server, 'webhook refused')).toHaveLength(4)
    vi.advanceTimersByTime(10_000)
    await wrong('192.0.2.1')
    expect(linesOf(server, 'webhook refused')).toHaveLength(5)
  })

  test('has no line for each session that somebody guesses, or token', async () => {
    const server = await startTestServer()
    for (let count = 0; count < 50; count++) {
      await fetch(`${server.url}/api/connections/session?sessionId=${crypto.randomUUID()}`)
      await fetch(`${server.url}/metrics`, { headers: { Authorization: 'Bearer guess' } })
    }
    expect(linesOf(server, 'request refused')).toHaveLength(1)
    expect(linesOf(server, 'request failed')).toHaveLength(0)
  })

  test('never has the id of a session, wherever it stands in an address', async () => {
    const server = await startTestServer()
    const { sessionId } = await server.trpc.session.create.mutate({})
    const input = encodeURIComponent(JSON.stringify({ sessionId }))
    const paths = ['/api/connections/session/', '/trpc/', '/register/', '/api/connections/session?sessionId=']
    for (const path of [...paths, '/trpc/session.get?input=']) {
      for (const id of [sessionId, sessionId.toUpperCase(), input]) await fetch(`${server.url}${path}${id}`)
    }
    await fetch(`${server.url}/trpc/session.get?input=${input.slice(1)}`)
    const written = server.log.lines().map(({ text }) => text.toLowerCase())
    expect(written.filter((text) => text.includes('"request"')).length).toBeGreaterThan(10)
    expect(written.filter((text) => text.includes(sessionId))).toEqual([])
  })
})
