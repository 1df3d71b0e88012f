import type { RequestListener } from 'node:http'
import { connect, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { listen } from '../../../server/http/listen.ts'
import { freePort } from '../../support/free-port.ts'

const host = '127.0.0.1'
const get = (path: string, ...headers: string[]) =>
  `${[`GET ${path} HTTP/1.1`, 'Host: l', ...headers].join('\r\n')}\r\n\r\n`
const stream = '/trpc/session.watch?input=%7B%7D'
const webhooks = '/api/webhooks/confirmd'
/** 30 connections in all, of which 4 are reserved. */
const descriptors = 40
const ordinary = 26

/** A server that keeps what it is asked; streams never end, and `/slow` does when it is told to. */
async function start(options = { descriptors }) {
  const asked: string[] = []
  const slow: (() => void)[] = []
  const listener: RequestListener = (request, response) => {
    const { url = '' } = request
    asked.push(url)
    if (/%2e|session\.watch/i.test(url)) response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('begun')
    else if (url === '/slow') slow.push(() => response.end('slow'))
    else response.end(`answer to ${url}`)
  }
  const port = await freePort()
  const { stop } = await listen(listener, { host, port, maxConnectionsPerAddress: 0, ...options })
  onTestFinished(stop)
  const open = (bytes: string) => {
    const socket = connect(port, host).setEncoding('utf8')
    const client = { socket, text: '', isClosed: false }
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      client.text += chunk
    })
    socket.once('close', () => {
      client.isClosed = true
    })
    socket.write(bytes)
    onTestFinished(() => void socket.destroy())
    return client
  }
  return { asked, slow, open }
}

const untilClosed = (client: { isClosed: boolean }) => expect.poll(() => client.isClosed).toBe(true)
const untilText = (client: { text: string }, text: string) => expect.poll(() => client.text).toContain(text)

describe('one connection', () => {
  test.each([stream, '/trpc/session.watch/', '/trpc//session.watch', '/trpc/session%2Ewatch', '/%74rpc/session.watch'])(
    'that sends anything behind the stream %s is cut, and nothing of that is looked at',
    async (path) => {
      const { asked, open } = await start()
      const client = open(get(path))
      await untilText(client, 'begun')
      client.socket.write(get('/assets/x.js').repeat(900))
      await untilClosed(client)
      expect(asked).toEqual([path])
    },
  )

  test('that sends 900 requests with a stream before them, all at once, is cut as well', async () => {
    const { asked, open } = await start()
    const client = open(get(stream) + get('/assets/x.js').repeat(900))
    await untilClosed(client)
    expect(asked).toEqual([stream])
  })

  test('is answered one request at a time, in order', async () => {
    const { asked, slow, open } = await start()
    const client = open(get('/slow') + get('/a') + get('/slow') + get('/b'))
    await expect.poll(() => asked).toEqual(['/slow'])
    slow.shift()?.()
    await expect.poll(() => asked).toEqual(['/slow', '/a', '/slow'])
    slow.shift()?.()
    await untilText(client, 'answer to /b')
    expect(client.text).toMatch(/slow[\s\S]*answer to \/a[\s\S]*slow[\s\S]*answer to \/b/)
    client.socket.write(get('/c'))
    await untilText(client, 'answer to /c')
  })

  test('that sends 64 requests ahead is answered all of them; one more is too many', async () => {
    const { asked, slow, open } = await start()
    const client = open(get('/slow') + get('/a').repeat(64))
    await expect.poll(() => asked).toEqual(['/slow'])
    slow.shift()?.()
    await expect.poll(() => client.text.split('answer to /a').length).toBe(65)
    const greedy = open(get('/slow') + get('/a').repeat(65))
    await untilClosed(greedy)
    expect(asked.filter((path) => path === '/a')).toHaveLength(64)
  })

  test('that sends requests ahead where many wait already is cut at the ninth; once they are answered it may send more', async () => {
    const { asked, slow, open } = await start({ descriptors: 200 })
    const busy = Array.from({ length: 64 }, () => open(get('/slow') + get('/a').repeat(64)))
    await expect.poll(() => asked.length).toBe(64)
    await expect.poll(() => busy.filter(({ socket }) => socket.bytesWritten > 0).length).toBe(64)
    const few = open(get('/slow') + get('/b').repeat(8))
    await expect.poll(() => asked.length).toBe(65)
    const many = open(get('/slow') + get('/b').repeat(9))
    await untilClosed(many)
    expect(few.isClosed).toBe(false)
    for (const { socket } of busy.slice(1)) socket.destroy() // what waited there waits no more
    for (const answer of slow.splice(0)) answer()
    await untilText(few, 'answer to /b')
    const later = open(get('/slow') + get('/c').repeat(64))
    await expect.poll(() => slow.length).toBeGreaterThan(0)
    for (const answer of slow.splice(0)) answer()
    await expect.poll(() => later.text.split('answer to /c').length).toBe(65)
  })

  test('with two Hosts is refused', async () => {
    const { asked, open } = await start()
    const client = open(get('/a', 'host: other'))
    await untilClosed(client)
    expect(client.text).toMatch(/^HTTP\/1.1 400 [\s\S]*\{"error":"More than one Host"\}$/)
    expect(asked).toEqual([])
  })
})

describe('with all descriptors but the reserved ones taken', () => {
  async function startFull(bytes: string, isTaken: (text: string) => boolean) {
    const server = await start()
    const clients = Array.from({ length: ordinary }, () => server.open(bytes))
    await expect.poll(() => clients.every(({ text }) => isTaken(text))).toBe(true)
    return { ...server, clients }
  }

  test('by streams: webhooks and health are answered, each on a connection of its own; all else is refused', async () => {
    const { open, clients } = await startFull(get(stream), (text) => text.includes('begun'))
    for (const path of [webhooks, '/healthz', '/readyz', `${webhooks}?a`]) {
      const client = open(get(path))
      await untilClosed(client)
      expect(client.text).toContain(`answer to ${path}`)
    }
    for (const path of ['/register/intro', stream, '/trpc/session.get', '/api/connections/session']) {
      const client = open(get(path))
      await untilClosed(client)
      expect(client.text).toMatch(/^HTTP\/1.1 503 [\s\S]*Retry-After: 30[\s\S]*\{"error":"Too many connections"\}$/)
    }
    expect(clients.some(({ isClosed }) => isClosed)).toBe(false)
    clients[0]?.socket.destroy()
    await expect
      .poll(async () => {
        const client = open(get('/register/intro', 'Connection: close'))
        await untilClosed(client)
        return client.text
      })
      .toContain('answer to /register/intro')
  })

  test('by streams and by silent connections on the reserve: one of these is closed for a webhook', async () => {
    const { open } = await startFull(get(stream), (text) => text.includes('begun'))
    const silent = Array.from({ length: 12 }, () => open(''))
    const closed = () => silent.filter(({ isClosed }) => isClosed).length
    await expect.poll(closed).toBe(8)
    const client = open(get(webhooks))
    await untilText(client, 'answer to')
    await expect.poll(closed).toBe(9)
  })

  test('by streams and by bodies that never end on the reserve: these give way to webhooks', async () => {
    const { open } = await startFull(get(stream), (text) => text.includes('begun'))
    const body = `POST ${webhooks} HTTP/1.1\r\nHost: l\r\nContent-Length: 9\r\n\r\n`
    const slow = Array.from({ length: 12 }, () => open(body.replace(webhooks, '/slow')))
    await expect.poll(() => slow.filter(({ isClosed }) => isClosed).length).toBeGreaterThanOrEqual(8)
    const client = open(get(webhooks))
    await untilText(client, 'answer to')
  })

  test('by connections that were answered and stay: the one idle for longest is closed for a new one', async () => {
    const { open, clients } = await startFull(get('/a'), (text) => text.includes('answer to /a'))
    const client = open(get('/b'))
    await untilText(client, 'answer to /b')
    await expect.poll(() => clients.filter(({ isClosed }) => isClosed).length).toBe(1)
    const socket: Socket | undefined = clients.find(({ isClosed }) => !isClosed)?.socket
    expect(socket?.destroyed).toBe(false)
  })
})
