import { once } from 'node:events'
import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { expect, onTestFinished, test } from 'vitest'
import { exchangeHttp } from '../../../server/confirmd/http-exchange.ts'
import { freePort } from '../../support/free-port.ts'
import { listen } from '../simulator/listen.ts'

const maxBytes = 1000
const never = new AbortController().signal
const get = (url: string, signal = never) =>
  exchangeHttp({ method: 'GET', url: new URL(url), headers: {}, signal }, maxBytes)

test('what a gateway packs without being asked is unpacked, and not beyond what is allowed', async () => {
  const packed = (text: string, name: string) =>
    new Response(gzipSync(text), { headers: { 'Content-Encoding': name }, status: 200 })
  const server = await listen(
    new Hono()
      .get('/small', () => packed('{"id":"Ọ̀"}', 'gzip'))
      .get('/bomb', () => packed(' '.repeat(1_000_000), 'GZIP'))
      .get('/long', (c) => c.text('x'.repeat(maxBytes + 1)))
      .get('/named', () => new Response('plain', { headers: { 'Content-Encoding': 'base64' } }))
      .get('/asked', (c) => c.text(c.req.header('accept-encoding') ?? 'nothing')),
  )
  onTestFinished(() => server.close())
  expect((await get(`${server.url}/small`)).text).toBe('{"id":"Ọ̀"}')
  expect((await get(`${server.url}/bomb`)).text).toBeNull()
  expect((await get(`${server.url}/long`)).text).toBeNull()
  expect((await get(`${server.url}/named`)).text).toBe('plain')
  expect((await get(`${server.url}/asked`)).text).toBe('identity')
})

test('who was not answered knows why, and whether anything had gone out', async () => {
  const server = await listen(new Hono().get('/slow', () => new Promise<Response>(() => undefined)))
  onTestFinished(() => server.close())
  const nobody = await freePort()
  await expect(get(`http://127.0.0.1:${nobody}/`)).rejects.toMatchObject({
    wasSent: false,
    cause: { code: 'ECONNREFUSED' },
  })
  const { port } = new URL(server.url)
  await expect(get(`https://127.0.0.1:${port}/`)).rejects.toMatchObject({ wasSent: false })
  const leaving = new AbortController()
  const asked = get(`${server.url}/slow`, leaving.signal)
  setTimeout(() => leaving.abort('reason'), 100)
  await expect(asked).rejects.toMatchObject({ wasSent: true, cause: 'reason' })
})

test('an answer that is cut off is none, packed or not', async () => {
  const beginnings = ['Content-Length: 100\r\n\r\nhalf', 'Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nhalf']
  for (const beginning of beginnings) {
    const server = createServer((socket) => {
      socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\n${beginning}`))
    })
    onTestFinished(() => void server.close())
    const port = await freePort()
    await once(server.listen(port, '127.0.0.1'), 'listening')
    await expect(get(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ name: 'ExchangeError', wasSent: true })
  }
})
