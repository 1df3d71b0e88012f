import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { answerTo } from '../../support/raw-http.ts'
import { webhookSecret } from '../../support/secrets.ts'
import { setClock } from '../../support/set-clock.ts'
import { startTestServer } from '../../support/test-server.ts'
import { credeblWebhook, guideWebhook, sendSigned, sendWebhook, signatureOf } from '../../support/webhooks.ts'

const webhook = () => credeblWebhook('Connection', { state: 'completed', theirLabel: 'Adaézé' })
const unauthorized = { status: 401, body: { error: 'Unauthorized' } }

test('what is signed is taken without a key, in every dialect; again, as a duplicate', async () => {
  const server = await startTestServer()
  const signed = webhook()
  const first = await sendSigned(server, signed)
  expect(first).toMatchObject({ status: 200, body: { received: true, webhookId: expect.stringMatching(/^credebl_/) } })
  const again = await sendSigned(server, signed, { at: Date.now() + 1 })
  expect(again.body).toMatchObject({ duplicate: true, webhookId: first.body.webhookId })
  expect(await sendSigned(server, guideWebhook('a', {}, 'wh_1'))).toMatchObject({ status: 200 })
})

test('the bytes are signed, not what they say', async () => {
  const server = await startTestServer()
  const body = `\n ${JSON.stringify(webhook()).replace('é', '\\u00e9')} `
  const headers = signatureOf(body)
  expect((await sendWebhook(server, body, headers)).status).toBe(200)
  expect(await sendWebhook(server, body.trim(), headers)).toMatchObject(unauthorized)
  const bytes = new Uint8Array([0x7b, 0xff, 0x7d])
  expect(await sendWebhook(server, bytes, signatureOf(bytes))).toMatchObject({
    status: 400,
    body: { error: 'Invalid JSON' },
  })
})

test('upper-case hex is as good; a previous secret too', async () => {
  const previous = 'p'.repeat(32)
  const server = await startTestServer({ variables: { WEBHOOK_SECRET_PREVIOUS: previous } })
  const body = JSON.stringify(webhook())
  const { 'X-Signature': signature, ...headers } = signatureOf(body)
  expect((await sendWebhook(server, body, { ...headers, 'X-Signature': signature.toUpperCase() })).status).toBe(200)
  expect((await sendSigned(server, webhook(), { secret: previous })).status).toBe(200)
  expect(await sendSigned(server, webhook(), { secret: 'q'.repeat(32) })).toMatchObject(unauthorized)
})

test.each([
  ['of another body', { ...signatureOf('{}') }],
  ['with another time', { ...signatureOf('body'), 'X-Timestamp': String(Date.now() + 1) }],
  ['without a time', { 'X-Signature': signatureOf('body')['X-Signature'] }],
  ['with no number for a time', { ...signatureOf('body'), 'X-Timestamp': '2026-01-01T00:00:00.000Z' }],
  ['with two times', { ...signatureOf('body'), 'X-Timestamp': `${Date.now()}, ${Date.now()}` }],
  ['of a time alone', { 'X-Timestamp': String(Date.now()) }],
  ['that is empty', { ...signatureOf('body'), 'X-Signature': '' }],
  ['that is no hex', { ...signatureOf('body'), 'X-Signature': 'x'.repeat(64) }],
  ['that is cut', { ...signatureOf('body'), 'X-Signature': signatureOf('body')['X-Signature'].slice(2) }],
  ['that is longer', { ...signatureOf('body'), 'X-Signature': `${signatureOf('body')['X-Signature']}00` }],
  ['beside a wrong key', { ...signatureOf('other'), 'X-API-Key': 'wrong' }],
  ['that is the secret', { ...signatureOf('body'), 'X-Signature': webhookSecret }],
  ['long ago, and wrong', signatureOf('other', { at: 0 })],
])('401 for a signature %s, with no hint which', async (_, headers) => {
  const server = await startTestServer()
  expect(await sendWebhook(server, 'body', headers)).toMatchObject(unauthorized)
})

test('401 for a header that is given twice', async () => {
  const server = await startTestServer()
  const body = JSON.stringify(webhook())
  const lines = Object.entries(signatureOf(body)).map(([name, value]) => `${name}: ${value}`)
  const head = ['POST /api/webhooks/confirmd HTTP/1.1', 'Host: localhost', `Content-Length: ${body.length}`]
  const ascii = (text: string) => text.replace(/[^ -~]/g, 'e')
  const signed = (more: string[]) =>
    answerTo(server, `${[...head, 'Connection: close', ...lines, ...more].join('\r\n')}\r\n\r\n${ascii(body)}`)
  for (const line of lines) expect(await signed([line])).toMatch(/^HTTP\/1.1 401 /)
})

test('wrong signatures count as wrong keys do: after 30 a minute 429, to failures only', async () => {
  setClock('2026-09-21T14:13:20Z')
  const server = await startTestServer()
  const wrong = () => sendSigned(server, webhook(), { secret: 'wrong' })
  for (let count = 0; count < 15; count++) {
    expect(await wrong()).toMatchObject(unauthorized)
    expect(await sendWebhook(server, '', { 'X-API-Key': 'wrong' })).toMatchObject(unauthorized)
  }
  expect((await wrong()).status).toBe(429)
  expect((await sendWebhook(server, '', { 'X-API-Key': 'wrong' })).status).toBe(429)
  expect((await sendSigned(server, webhook())).status).toBe(200)
})

test('400 for what was signed more than five minutes from now, either way; the limit can be set', async () => {
  const server = await startTestServer()
  const signedAt = (offsetMs: number, { url } = server) => sendSigned({ url }, webhook(), { at: Date.now() + offsetMs })
  for (const offsetMs of [-290_000, 290_000]) expect((await signedAt(offsetMs)).status).toBe(200)
  for (const offsetMs of [-310_000, 310_000, -1e12, 1e13])
    expect(await signedAt(offsetMs)).toMatchObject({ status: 400, body: { error: 'Webhook too old' } })
  const old = { ...guideWebhook('a', {}), timestamp: '2020-01-01T00:00:00.000Z' }
  expect((await sendSigned(server, old)).status).toBe(200) // its signature says when it was sent
  const strict = await startTestServer({ variables: { WEBHOOK_MAX_AGE_SECONDS: '60' } })
  expect((await signedAt(-50_000, strict)).status).toBe(200)
  expect((await signedAt(-70_000, strict)).status).toBe(400)
  expect((await sendSigned(strict, old)).status).toBe(200)
})

test('413 over 2 MiB, also where the size is not told beforehand', async () => {
  const server = await startTestServer()
  const large = 'x'.repeat(2 * 1024 * 1024 + 1)
  expect((await sendWebhook(server, large, signatureOf(large))).status).toBe(413)
  const body = new Blob([large]).stream()
  const options = { method: 'POST', headers: signatureOf(large), body, duplex: 'half' } as const
  expect((await fetch(`${server.url}/api/webhooks/confirmd`, options)).status).toBe(413)
})

test('a signed body may come in pieces of no told length', async () => {
  const server = await startTestServer()
  const text = JSON.stringify(webhook())
  const body = new Blob([text.slice(0, 50), text.slice(50)]).stream()
  const options = { method: 'POST', headers: signatureOf(text), body, duplex: 'half' } as const
  expect((await fetch(`${server.url}/api/webhooks/confirmd`, options)).status).toBe(200)
})

test('strangers who might have signed fill no memory: 503 beyond 16 MiB of one address and 64 MiB in all, and room again when they are gone', async () => {
  const server = await startTestServer({ variables: { TRUST_PROXY: 'true' } })
  const from = (address: string) => ({ 'X-Forwarded-For': address })
  const statusFrom = async (address: string) => (await sendSigned(server, webhook(), undefined, from(address))).status
  const sockets: Socket[] = []
  const readSlowly = (address: string) => {
    const length = { 'Content-Length': 2 * 1024 * 1024, Host: 'localhost' }
    const head = Object.entries({ ...signatureOf('x'), ...length, ...from(address) })
    const lines = ['POST /api/webhooks/confirmd HTTP/1.1', ...head.map(([name, value]) => `${name}: ${value}`)]
    for (let count = 0; count < 8; count++) {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write(`${lines.join('\r\n')}\r\n\r\n{`)
      onTestFinished(() => void socket.destroy())
      sockets.push(socket)
    }
  }
  readSlowly('192.0.2.1')
  await expect.poll(() => statusFrom('192.0.2.1')).toBe(503)
  expect(await statusFrom('192.0.2.2')).toBe(200)
  for (const address of ['192.0.2.3', '192.0.2.4', '192.0.2.5']) readSlowly(address)
  await expect.poll(() => statusFrom('192.0.2.2')).toBe(503)
  const refused = await sendSigned(server, webhook(), undefined, from('192.0.2.2'))
  expect(refused.headers.get('retry-after')).toBe('1')
  expect((await sendWebhook(server, guideWebhook('a', {}))).status).toBe(200) // a key is known before the body is read
  for (const socket of sockets) socket.destroy()
  await expect.poll(() => statusFrom('192.0.2.2')).toBe(200)
})
