import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { answerTo, postHead } from '../../support/raw-http.ts'
import { startServerProcess } from '../../support/server-process.ts'
import { startTestServer } from '../../support/test-server.ts'
import { watchSession } from '../../support/watcher.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const Created = z.object({ sessionId: z.string(), invitationId: z.string() })

describe('requests that no honest sender makes', () => {
  test('a flood of headers is refused', async () => {
    const server = await startTestServer()
    const flood = Array.from({ length: 600 }, (_, index) => `X-Flood-${index}: ${'x'.repeat(20)}`)
    expect(await answerTo(server, postHead(...flood))).toMatch(/^HTTP\/1.1 431 /)
  })

  test('a body that is cut off half-way stores nothing and breaks nothing', async () => {
    const server = await startTestServer()
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.write(`${postHead('Content-Length: 1000')}{"webhookId":`)
    socket.end()
    await once(socket.resume(), 'close')
    await answerTo(server, `${postHead('Transfer-Encoding: chunked')}4\r\n{"we\r\nno chunk`)
    expect((await sendWebhook(server, guideWebhook('a', {}))).status).toBe(200)
  })

  test('no path leads out of the pages', async () => {
    await using server = await startServerProcess()
    const up = [
      '/../package.json',
      '/..%2f..%2fpackage.json',
      '/assets/..%5c..%5cpackage.json',
      '/assets/%2e%2e/%2e%2e/package.json',
    ]
    for (const path of [...up, '//etc/passwd', '/%00', '/%']) {
      const answer = await answerTo(server, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
      expect(answer).toMatch(/^HTTP\/1.1 (4\d\d|200) /)
      expect(answer).not.toMatch(/"dependencies"|root:/)
    }
  })
})

describe('a flood', () => {
  test('of wrong keys never holds up a right one', async () => {
    const server = await startTestServer()
    const timed = async () => {
      const startedMs = performance.now()
      expect((await sendWebhook(server, guideWebhook('a', {}))).status).toBe(200)
      return performance.now() - startedMs
    }
    const median = async () => {
      const tookMs: number[] = []
      while (tookMs.length < 50) tookMs.push(await timed())
      return tookMs.toSorted((a, b) => a - b)[25] ?? Number.NaN
    }
    const quietMs = await median()
    const refused: number[] = []
    let isOver = false
    const flood = Array.from({ length: 8 }, async () => {
      do refused.push((await sendWebhook(server, 'x'.repeat(1000), { 'X-API-Key': 'wrong' })).status)
      while (!isOver || refused.length < 300)
    })
    expect(await median()).toBeLessThan(20 * quietMs + 200) // eight others share the processor with it, and nothing more
    isOver = true
    await Promise.all(flood)
    expect(refused.filter((status) => status === 401)).toHaveLength(30)
    expect(new Set(refused)).toEqual(new Set([401, 429]))
  })

  test('of streams from one address is answered 429, in whatever way they are asked for; one that closes makes room', async () => {
    const server = await startTestServer({ variables: { MAX_STREAMS_PER_ADDRESS: '3' } })
    const { sessionId } = await server.trpc.session.create.mutate({})
    const watchers = Array.from({ length: 3 }, () => watchSession(server, sessionId))
    await Promise.all(watchers.map((watcher) => watcher.until((views) => views.length === 1)))
    const url = `${server.url}/trpc/session.watch?input=${encodeURIComponent(JSON.stringify({ sessionId }))}`
    const refused = await fetch(url)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('30')
    expect(await refused.json()).toEqual({ error: 'Too many streams from this address' })
    const ways = ['&connectionParams=%7B%7D', '&batch=1', '&lastEventId=1']
    const others = await Promise.all(ways.map((way) => fetch(`${url}${way}`)))
    others.push(await fetch(url.replace('session.watch', 'session%2Ewatch')))
    others.push(await fetch(url.replace('session.watch', 'session.get,session.watch')))
    expect(others.map(({ status }) => status)).toEqual(Array(5).fill(429))
    watchers[0]?.cut()
    await expect
      .poll(() =>
        fetch(url).then(async ({ status, body }) => {
          await body?.cancel()
          return status
        }),
      )
      .toBe(200)
  })

  test('of connections from one address is answered 503', async () => {
    const server = await startTestServer({ variables: { MAX_CONNECTIONS_PER_ADDRESS: '5' } })
    const sockets = Array.from({ length: 5 }, () => connect(Number(new URL(server.url).port), '127.0.0.1'))
    for (const socket of sockets) socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await Promise.all(sockets.map((socket) => once(socket, 'data'))) // connected alone, they could be taken later than the next
    expect(await answerTo(server, '')).toMatch(/^HTTP\/1.1 503 [\s\S]*Too many connections from this address/)
    const stayer = connect({ port: Number(new URL(server.url).port), host: '127.0.0.1', allowHalfOpen: true })
    stayer.on('error', () => undefined)
    stayer.write('GET /refused HTTP/1.1\r\nHost: localhost\r\n\r\n')
    let closed = false
    stayer.resume().once('close', () => {
      closed = true
    })
    await expect
      .poll(() => {
        if (!closed) stayer.write('x') // who does not go by himself is cut, and finds out when he goes on
        return closed
      })
      .toBe(true)
    for (const socket of sockets) socket.destroy()
    expect(server.log.lines().some(({ text }) => text.includes('/refused'))).toBe(false)
    await expect
      .poll(() =>
        fetch(`${server.url}/healthz`).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200)
  })
})

test('secrets, DIDs, labels and payloads stand in no log line, answer or metric, at any level', async () => {
  await using server = await startServerProcess({ LOG_LEVEL: 'trace' })
  const headers = { 'X-API-Key': server.webhookSecret }
  const created = await fetch(`${server.url}/api/connections/session`, { method: 'POST' })
  const { invitationId, sessionId } = Created.parse(await created.json())
  const secrets = { theirDid: 'did:peer:2.hidden-did', theirLabel: 'Hidden Label', email: 'hidden@payload.example' }
  const answers = [
    await sendWebhook(server, guideWebhook('connections.completed', { invitationId, ...secrets }), headers),
    await sendWebhook(server, guideWebhook('odd.topic', secrets), headers),
    await sendWebhook(server, { ...guideWebhook('connections.active', secrets), topic: 7 }, headers),
    await sendWebhook(server, JSON.stringify(secrets).slice(1), headers),
    await sendWebhook(server, secrets, { 'X-API-Key': 'hidden-wrong-key' }),
  ]
  const metrics = await fetch(`${server.url}/metrics`, { headers: { Authorization: `Bearer ${server.adminToken}` } })
  expect(metrics.status).toBe(200)
  const measured = await metrics.text()
  for (const id of [sessionId, invitationId]) expect(measured).not.toContain(id)
  const seen = `${server.output()} ${measured} ${JSON.stringify(answers.map(({ body }) => body))}`
  expect(seen).toContain('webhook stored')
  for (const secret of [
    'hidden-did',
    'Hidden Label',
    'hidden@payload',
    'hidden-wrong-key',
    server.webhookSecret,
    server.adminToken,
  ]) {
    expect(seen).not.toContain(secret)
  }
  expect(await (await fetch(`${server.url}/api/connections/session?sessionId=${sessionId}`)).text()).not.toContain(
    'hidden-did',
  )
})
