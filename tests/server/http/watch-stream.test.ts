import { once } from 'node:events'
import { connect } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../../../server/http/listen.ts'
import { createOwnHost } from '../../../server/http/own-host.ts'
import { createOpenStreams } from '../../../server/http/stream-guards.ts'
import { createWatchDoor } from '../../../server/http/watch-door.ts'
import { createLocalBus } from '../../../server/sessions/bus.ts'
import { freePort } from '../../support/free-port.ts'
import { createTestLog } from '../../support/log.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { watchSession } from '../../support/watcher.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

/** With this the lean stream declines, and tRPC's own answers. */
const stock = '&connectionParams=%7B%7D'

/** What no reader of a stream sees. */
const filler = /^: +\n\n/gm

function open({ url }: TestServer, input: object, query: string, headers: Record<string, string> = {}) {
  const path = `/trpc/session.watch?input=${encodeURIComponent(JSON.stringify(input))}${query}`
  return fetch(`${url}${path}`, { headers: { Accept: 'text/event-stream', ...headers } })
}

test('writes frame for frame what tRPC writes, from any point to the end', async () => {
  const server = await startTestServer()
  const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
  const send = (topic: string) =>
    sendWebhook(server, guideWebhook(topic, { connectionId: 'c', invitationId, theirLabel: 'Ada\n"x"' }))
  for (const topic of ['connections.request', 'connections.response', 'connections.active']) await send(topic)
  const ways = [
    [{ sessionId }, '', {}],
    [{ sessionId, lastEventId: '1' }, '', {}],
    [{ sessionId, lastEventId: null }, '', {}],
    [{ sessionId, lastEventId: '99' }, '', {}],
    [{ sessionId, lastEventId: 'rubbish' }, '', {}],
    [{ sessionId }, '&lastEventId=2', {}],
    [{ sessionId, lastEventId: '1' }, '', { 'Last-Event-ID': '3' }],
    [{ sessionId: '6f9619ff-8b86-4d01-b42d-00c04fc964ff' }, '', {}],
    [{ sessionId: 'no-uuid' }, '', {}],
    [{}, '', {}],
  ] as const
  const pairs = await Promise.all(
    ways.map(async ([input, query, headers]) => [
      await open(server, input, query, headers),
      await open(server, input, `${query}${stock}`, headers),
    ]),
  )
  for (const topic of ['connections.completed', 'proofs.verified']) await send(topic)
  await server.trpc.session.cancel.mutate({ sessionId })
  for (const [lean, plain] of pairs) {
    expect(lean?.status).toBe(plain?.status)
    expect(lean?.headers.get('content-type')).toBe(plain?.headers.get('content-type'))
    const text = (await lean?.text()) ?? ''
    expect(text.replaceAll(filler, '')).toBe(await plain?.text())
    if (text.includes(':  '))
      expect(text, 'a filler after each').toMatch(
        /^event: connected\n.*\n\n\n: +\n\n(data: .*\nid: \d+\n\n\n: +\n\n)*event: return/,
      )
  }
})

test('a reader that never reads holds up nobody, and a session’s other watchers see everything', async () => {
  const server = await startTestServer()
  const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
  const { port } = new URL(server.url)
  const input = encodeURIComponent(JSON.stringify({ sessionId }))
  const deaf = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const socket = connect(Number(port), '127.0.0.1').pause()
      await once(socket, 'connect')
      socket.write(
        `GET /trpc/session.watch?input=${input} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n`,
      )
      return socket
    }),
  )
  const watcher = watchSession(server, sessionId)
  await watcher.until((views) => views.length === 1)
  const topics = [
    'connections.request',
    'connections.completed',
    'proofs.request',
    'proofs.verified',
    'credentials.issued',
  ]
  for (const topic of topics) await sendWebhook(server, guideWebhook(topic, { connectionId: 'c', invitationId }))
  const views = await watcher.until((seen) => seen.at(-1)?.credential === 'issued')
  expect(views.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6])
  for (const socket of deaf) socket.destroy()
})

test('an unknown session is said to be unknown, in the stream', async () => {
  const server = await startTestServer()
  const frames = await (await open(server, { sessionId: '6f9619ff-8b86-4d01-b42d-00c04fc964ff' }, '')).text()
  expect(frames).toContain('event: serialized-error')
  expect(frames).toContain('NOT_FOUND')
})

test('a reader that never reads is cut when nothing more fits between here and there; until then it costs no more than that', async () => {
  const server = await startTestServer()
  const view = await server.trpc.session.create.mutate({})
  const bulky = { ...view, theirLabel: 'x'.repeat(100_000) }
  const taken = { views: 0, ended: 0 }
  const views = {
    view: async () => view,
    versionsAfter: async () => {
      taken.views++
      await setImmediate()
      return [{ ...bulky, version: taken.views + 1 }]
    },
  }
  /** Says that there is more whenever it is asked. */
  const bus = {
    ...createLocalBus(createTestLog().logger),
    subscribe: (_sessionId: string, onHint: (version: number) => void) => {
      const telling = setInterval(() => onHint(Number.POSITIVE_INFINITY), 1)
      return () => {
        clearInterval(telling)
        taken.ended++
      }
    },
  }
  const port = await freePort()
  const door = createWatchDoor(
    {
      ctx: { db: { views }, bus },
      ownHost: createOwnHost({ publicUrl: 'http://localhost', port, log: createTestLog().logger }),
      clientIpOf: () => '127.0.0.1',
      openStreams: createOpenStreams(0, { inc: () => undefined, dec: () => undefined }),
      pingIntervalMs: 100,
    },
    (_, response) => response.writeHead(404).end(),
  )
  const limits = { host: '127.0.0.1', port, maxConnectionsPerAddress: 0 }
  const { stop } = await listen(door, limits)
  onTestFinished(stop)
  const input = encodeURIComponent(JSON.stringify({ sessionId: view.sessionId }))
  const deaf = connect(port, '127.0.0.1').pause()
  onTestFinished(() => {
    deaf.destroy()
  })
  deaf.write(`GET /trpc/session.watch?input=${input} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
  await expect.poll(() => taken.ended).toBe(1)
  expect(taken.views * 100_000).toBeLessThan(50_000_000) // what the operating system buffers, and one view more
})
