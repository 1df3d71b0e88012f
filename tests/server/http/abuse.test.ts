import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { webhookSecret } from '../../support/secrets.ts'
import { startServerProcess } from '../../support/server-process.ts'
import { startTestServer } from '../../support/test-server.ts'
import { watchSession } from '../../support/watcher.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const Created = z.object({ sessionId: z.string(), invitationId: z.string() })

/** Everything the server answers to these bytes, until it closes the connection. */
async function answerTo({ url }: { url: string }, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').setEncoding('utf8')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  socket.on('error', () => undefined) // the server may hang up while we still write
  socket.write(bytes)
  await new Promise((resolve) => socket.on('close', resolve))
  return answer
}

const post = (...headers: string[]) =>
  [`POST /api/webhooks/confirmd HTTP/1.1`, 'Host: localhost', `X-API-Key: ${webhookSecret}`, ...headers].join('\r\n')

describe('requests that no honest sender makes', () => {
  test('two lengths at once (request smuggling) are refused', async () => {
    const server = await startTestServer()
    const smuggled = 'GET /api/webhooks/confirmd HTTP/1.1\r\nHost: localhost\r\n\r\n'
    const both = await answerTo(
      server,
      `${post('Content-Length: 4', 'Transfer-Encoding: chunked')}\r\n\r\n0\r\n\r\n${smuggled}`,
    )
    expect(both).toMatch(/^HTTP\/1.1 400 /)
    expect(both.match(/HTTP\/1.1/g)).toHaveLength(1)
    expect(await answerTo(server, `${post('Content-Length: 4', 'Content-Length: 5')}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 400 /,
    )
    expect(await answerTo(server, `${post('Content-Length: -1')}\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 /)
  })

  test('a flood of headers is refused', async () => {
    const server = await startTestServer()
    const flood = Array.from({ length: 600 }, (_, index) => `X-Flood-${index}: ${'x'.repeat(20)}`)
    expect(await answerTo(server, `${post(...flood)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /)
  })

  test('a body that is cut off half-way stores nothing and breaks nothing', async () => {
    const server = await startTestServer()
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.write(`${post('Content-Length: 1000')}\r\n\r\n{"webhookId":`)
    socket.end()
    await once(socket.resume(), 'close')
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
    const wrong = Array.from({ length: 300 }, () => sendWebhook(server, 'x'.repeat(1000), { 'X-API-Key': 'wrong' }))
    const right = Array.from({ length: 50 }, () => sendWebhook(server, guideWebhook('a', {})))
    expect((await Promise.all(right)).map(({ status }) => status)).toEqual(Array(50).fill(200))
    const refused = (await Promise.all(wrong)).map(({ status }) => status)
    expect(refused.filter((status) => status === 401)).toHaveLength(30)
    expect(refused.filter((status) => status === 429)).toHaveLength(270)
  })

  test('of streams from one address is answered 429; one that closes makes room', async () => {
    const server = await startTestServer({ variables: { MAX_STREAMS_PER_ADDRESS: '3' } })
    const { sessionId } = await server.trpc.session.create.mutate({})
    const watchers = Array.from({ length: 3 }, () => watchSession(server, sessionId))
    await Promise.all(watchers.map((watcher) => watcher.until((views) => views.length === 1)))
    const url = `${server.url}/trpc/session.watch?input=${encodeURIComponent(JSON.stringify({ sessionId }))}`
    const refused = await fetch(url)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('30')
    expect(await refused.json()).toEqual({ error: 'Too many streams from this address' })
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
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    expect(await answerTo(server, '')).toMatch(/^HTTP\/1.1 503 [\s\S]*Too many connections from this address/)
    for (const socket of sockets) socket.destroy()
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

test('secrets, DIDs, labels and payloads stand in no log line and in no answer, at any level', async () => {
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
  const seen = `${server.output()} ${JSON.stringify(answers.map(({ body }) => body))}`
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
