import { describe, expect, test } from 'vitest'
import { databases } from '../../support/databases.ts'
import { webhookSecret } from '../../support/secrets.ts'
import { setClock } from '../../support/set-clock.ts'
import { startTestServer } from '../../support/test-server.ts'
import { credeblWebhook, guideWebhook, organizationId, sendWebhook } from '../../support/webhooks.ts'

const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const wrongKey = { 'X-API-Key': 'wrong' }

test('GET says that this is the right address', async () => {
  const server = await startTestServer()
  const response = await fetch(`${server.url}/api/webhooks/confirmd`)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    status: 'ok',
    message: 'Confirmd webhook endpoint is active',
    timestamp: expect.stringMatching(iso),
  })
})

test.each([
  '/api/webhooks/confirmd/',
  '//api/webhooks//confirmd',
  '/api/webhooks/confirmd//',
  '//api//webhooks/confirmd/',
])('what is sent to %s is stored', async (path) => {
  const server = await startTestServer()
  const body = JSON.stringify(guideWebhook('connections.active', { connectionId: 'c' }, 'wh_1'))
  const headers = { 'Content-Type': 'application/json', 'X-API-Key': webhookSecret }
  const response = await fetch(`${server.url}${path}`, { method: 'POST', headers, body })
  expect(response.status).toBe(200)
  expect(await sendWebhook(server, body)).toMatchObject({ body: { duplicate: true } })
  expect((await fetch(`${server.url}${path}`)).status).toBe(200)
  for (const probe of ['/healthz/', '//readyz']) expect((await fetch(`${server.url}${probe}`)).status).toBe(200)
})

describe.each(databases)('a good webhook, on $name', ({ fresh }) => {
  test('is answered with its id; again, as a duplicate', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const body = guideWebhook('connections.active', { connectionId: 'c' }, 'wh_1')
    const first = await sendWebhook(server, body)
    expect(first).toMatchObject({ status: 200 })
    expect(first.body).toEqual({ received: true, webhookId: 'wh_1', timestamp: expect.stringMatching(iso) })
    const second = await sendWebhook(server, body)
    expect(second).toMatchObject({ status: 200 })
    expect(second.body).toEqual({
      received: true,
      duplicate: true,
      webhookId: 'wh_1',
      timestamp: expect.stringMatching(iso),
    })
  })

  test('a hundred concurrent copies are counted once', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const body = guideWebhook('connections.active', { connectionId: 'c' }, 'wh_1')
    const answers = await Promise.all(Array.from({ length: 100 }, () => sendWebhook(server, body)))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(answers.filter((answer) => !answer.body.duplicate)).toHaveLength(1)
  })
})

describe('the key', () => {
  test.each([{}, wrongKey, { 'X-API-Key': `${webhookSecret}x` }, { 'X-API-Key': webhookSecret.slice(1) }])(
    '401 with %j, whatever the body',
    async (headers) => {
      const server = await startTestServer()
      expect(await sendWebhook(server, 'rubbish', headers)).toMatchObject({
        status: 401,
        body: { error: 'Unauthorized' },
      })
    },
  )

  test('previous secrets are accepted while rotating', async () => {
    const previous = 'p'.repeat(32)
    const server = await startTestServer({ variables: { WEBHOOK_SECRET_PREVIOUS: `${'q'.repeat(32)},${previous}` } })
    expect(await sendWebhook(server, guideWebhook('a', {}), { 'X-API-Key': previous })).toMatchObject({ status: 200 })
    expect(await sendWebhook(server, guideWebhook('a', {}))).toMatchObject({ status: 200 })
  })

  test('after 30 failures a minute 429, to failures only', async () => {
    setClock('2026-09-21T14:13:20Z')
    const server = await startTestServer()
    for (let count = 0; count < 30; count++) expect((await sendWebhook(server, '', wrongKey)).status).toBe(401)
    const refused = await sendWebhook(server, '', wrongKey)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('60')
    expect((await sendWebhook(server, guideWebhook('a', {}))).status).toBe(200)
    setClock('2026-09-21T14:14:21Z')
    expect((await sendWebhook(server, '', wrongKey)).status).toBe(401)
  })

  test('failures are counted per address behind a trusted proxy', async () => {
    const server = await startTestServer({ variables: { TRUST_PROXY: 'true' } })
    const from = (address: string) => sendWebhook(server, '', { ...wrongKey, 'X-Forwarded-For': `6.6.6.6, ${address}` })
    for (let count = 0; count < 30; count++) await from('10.0.0.1')
    expect((await from('10.0.0.1')).status).toBe(429)
    expect((await from('10.0.0.2')).status).toBe(401)
  })
})

describe('the body', () => {
  const mebibytes = (count: number) => count * 1024 * 1024
  const padded = (bytes: number) => {
    const body = JSON.stringify({ ...guideWebhook('a', {}), padding: '' })
    return `${body.slice(0, -2)}${'x'.repeat(bytes - body.length)}"}`
  }

  test('413 over 2 MiB, 200 at it', async () => {
    const server = await startTestServer()
    expect((await sendWebhook(server, padded(mebibytes(2)))).status).toBe(200)
    expect(await sendWebhook(server, padded(mebibytes(2) + 1))).toMatchObject({
      status: 413,
      body: { error: 'Payload too large' },
    })
  })

  test('413 where the size is not told beforehand', async () => {
    const server = await startTestServer()
    const chunks = new ReadableStream({
      start(controller) {
        for (let count = 0; count < 3; count++) controller.enqueue(new Uint8Array(mebibytes(1)).fill(32))
        controller.close()
      },
    })
    const headers = { 'X-API-Key': webhookSecret }
    const options = { method: 'POST', headers, body: chunks, duplex: 'half' } as const
    expect((await fetch(`${server.url}/api/webhooks/confirmd`, options)).status).toBe(413)
  })

  test.each([
    ['nothing', ''],
    ['no JSON', '{"webhookId"'],
    ['an array', '[]'],
    ['a word', '"webhook"'],
    ['not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ['a raw NUL', '{"a":"\u0000"}'],
    ['brackets without end', '['.repeat(100_000)],
  ])('400 Invalid JSON: %s', async (_, body) => {
    const server = await startTestServer()
    expect(await sendWebhook(server, body)).toMatchObject({ status: 400, body: { error: 'Invalid JSON' } })
  })

  test('400 Invalid payload where it is nested more than 32 deep', async () => {
    const server = await startTestServer()
    const nested = (deep: number) =>
      `${JSON.stringify(guideWebhook('a', {})).slice(0, -1)},"rest":${'['.repeat(deep - 1)}${']'.repeat(deep - 1)}}`
    expect((await sendWebhook(server, nested(32))).status).toBe(200)
    for (const deep of [33, 500_000])
      expect(await sendWebhook(server, nested(deep))).toMatchObject({ status: 400, body: { error: 'Invalid payload' } })
  })

  test('400 where a sender chooses an id that is another dialect’s', async () => {
    const server = await startTestServer()
    const answer = await sendWebhook(server, guideWebhook('a', {}, `credebl_${'0'.repeat(64)}`))
    expect(answer).toMatchObject({ status: 400, body: { error: 'Invalid payload', issues: [{ path: 'webhookId' }] } })
  })

  test('400 Invalid payload names what does not fit', async () => {
    const server = await startTestServer()
    const answer = await sendWebhook(server, { test: 'data' })
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ error: 'Invalid payload' })
    expect(answer.body.issues).toContainEqual({ path: 'webhookId', message: expect.any(String) })
  })
})

test('403 for another organization, in every dialect', async () => {
  const server = await startTestServer({ variables: { ORGANIZATION_ID: organizationId } })
  expect((await sendWebhook(server, guideWebhook('a', {}))).status).toBe(200)
  const other = { ...guideWebhook('a', {}), organizationId: 'other' }
  expect(await sendWebhook(server, other)).toMatchObject({ status: 403, body: { error: 'Invalid organization' } })
  const platform = { type: 'Connection', orgId: 'other', data: { id: 'x', state: 'completed' } }
  expect((await sendWebhook(server, platform)).status).toBe(403)
  const record = { id: 'x', state: 'completed' }
  expect((await sendWebhook(server, credeblWebhook('Connection', { ...record, orgId: 'other' }))).status).toBe(403)
  expect((await sendWebhook(server, credeblWebhook('Connection', record))).status).toBe(200)
  expect((await sendWebhook(server, credeblWebhook('Connection', { ...record, orgId: organizationId }))).body).toEqual(
    expect.objectContaining({ received: true, duplicate: true }),
  )
})

test('400 outside the timestamp window, either way', async () => {
  const server = await startTestServer({ variables: { WEBHOOK_MAX_AGE_SECONDS: '300' } })
  const sentAt = (offsetMs: number) =>
    sendWebhook(server, { ...guideWebhook('a', {}), timestamp: new Date(Date.now() + offsetMs).toISOString() })
  expect((await sentAt(-290_000)).status).toBe(200)
  expect((await sentAt(290_000)).status).toBe(200)
  expect(await sentAt(-310_000)).toMatchObject({ status: 400, body: { error: 'Webhook too old' } })
  expect((await sentAt(310_000)).status).toBe(400)
  expect((await sendWebhook(server, { ...guideWebhook('a', {}), timestamp: 'yesterday' })).status).toBe(200)
  const { timestamp: _, ...undated } = guideWebhook('a', {})
  expect((await sendWebhook(server, undated)).status).toBe(200)
})

test('503 with Retry-After over the rate limit of an organization; duplicates do not count', async () => {
  setClock('2026-09-21T14:13:20Z')
  const server = await startTestServer({ variables: { WEBHOOK_RATE_LIMIT: '3' } })
  const first = guideWebhook('a', {})
  for (let count = 0; count < 10; count++) expect((await sendWebhook(server, first)).status).toBe(200)
  for (let count = 0; count < 2; count++) expect((await sendWebhook(server, guideWebhook('a', {}))).status).toBe(200)
  const refused = guideWebhook('a', {})
  const answer = await sendWebhook(server, refused)
  expect(answer).toMatchObject({ status: 503, body: { error: 'Rate limit exceeded' } })
  expect(answer.headers.get('retry-after')).toBe('60')
  expect((await sendWebhook(server, first)).body.duplicate).toBe(true)
  expect((await sendWebhook(server, { ...guideWebhook('a', {}), organizationId: 'other' })).status).toBe(200)
  setClock('2026-09-21T14:14:20Z')
  expect((await sendWebhook(server, refused)).body).not.toHaveProperty('duplicate')
})
