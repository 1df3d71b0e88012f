import type { RequestListener } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../../../server/http/listen.ts'
import { freePort } from '../../support/free-port.ts'

const timeouts = {
  headersTimeout: 300,
  requestTimeout: 600,
  keepAliveTimeout: 300,
  connectionsCheckingInterval: 50,
}
const host = '127.0.0.1'

/** A server that reads each body to its end and then answers. */
async function start(
  listener: RequestListener = (request, response) => request.resume().on('end', () => response.end('read')),
) {
  const port = await freePort()
  const { stop } = await listen(listener, { host, port, maxConnectionsPerAddress: 0, timeouts })
  onTestFinished(stop)
  return port
}

/** Sends `start`, then a byte of `rest` every few milliseconds, as long as it is let; resolves with the answer when it is cut. */
async function dribble(port: number, start: string, rest: string): Promise<string> {
  const socket = connect(port, host).setEncoding('utf8')
  socket.on('error', () => undefined)
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  let next = 0
  socket.write(start)
  const timer = setInterval(() => socket.write(rest[next++] ?? 'x'), 10)
  await closed(socket)
  clearInterval(timer)
  return answer
}

/** However it comes about. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

const long = 'x'.repeat(1000)

test.each([
  ['headers that never end', `GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: `],
  ['a body that never ends', `POST / HTTP/1.1\r\nHost: l\r\nContent-Length: 9999\r\n\r\n`],
  ['chunks that never end', `POST / HTTP/1.1\r\nHost: l\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n`],
])('%s, a byte at a time: the connection is cut', async (_, text) => {
  expect(await dribble(await start(), text, long)).toMatch(/^(HTTP\/1.1 408 |$)/) // a byte on its way when the server hangs up takes the answer with it
})

test('a connection that never says anything is cut', async () => {
  const port = await start()
  const socket = connect(port, host).setEncoding('utf8')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  await closed(socket)
  expect(answer).toMatch(/^HTTP\/1.1 408 /)
})

test('a stream that goes on for longer than a request may take is not cut', async () => {
  const port = await start((_, response) => {
    let ticks = 0
    const timer = setInterval(() => {
      response.write(`tick ${++ticks}\n`)
      if (ticks * 100 < 3 * timeouts.requestTimeout) return
      clearInterval(timer)
      response.end('end')
    }, 100)
  })
  expect(await (await fetch(`http://${host}:${port}`)).text()).toMatch(/tick 18\nend$/)
})

test('two hundred slow connections hold up nobody', async () => {
  const port = await start()
  const slow: Socket[] = []
  for (let count = 0; count < 200; count++) {
    const socket = connect(port, host)
    socket.on('error', () => undefined).write('POST / HTTP/1.1\r\nHost: l\r\nContent-Length: 9999\r\n\r\n{')
    slow.push(socket)
  }
  const gone = Promise.all(slow.map((socket) => closed(socket.resume())))
  expect(await (await fetch(`http://${host}:${port}`, { method: 'POST', body: 'quick' })).text()).toBe('read')
  await gone
})

test('a port that a server has is not taken by another, though its own sockets share it', async () => {
  const port = await freePort()
  const answer: RequestListener = (_, response) => response.end('first')
  const { stop } = await listen(answer, { host, port, maxConnectionsPerAddress: 0 })
  onTestFinished(stop)
  await expect(listen(answer, { host, port, maxConnectionsPerAddress: 0 })).rejects.toThrow(/EADDRINUSE/)
  const answers = await Promise.all(
    Array.from({ length: 40 }, async () => (await fetch(`http://${host}:${port}`)).text()),
  )
  expect(answers).toEqual(answers.map(() => 'first'))
})
