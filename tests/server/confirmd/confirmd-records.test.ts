import { expect, onTestFinished, test } from 'vitest'
import { createConfirmdPlatform } from '../../../server/confirmd/confirmd-platform.ts'
import { collectLog } from './collect-log.ts'
import { type Reply, startStub } from './stub-platform.ts'

async function stubbed(api: Reply, timeoutMs = 60_000) {
  const stub = await startStub({ api })
  onTestFinished(stub.close)
  const { log, text } = collectLog()
  const platform = createConfirmdPlatform({
    ...{ authUrl: `${stub.url}/token`, apiUrl: stub.url, organizationId: 'org-1', clientId: 'c', clientSecret: 's' },
    ...{ log, timeoutMs, retryDelayMs: 1 },
  })
  return { platform, stub, logged: text }
}

const json =
  (body: unknown): Reply =>
  () =>
    Response.json(body)
const status =
  (code: number): Reply =>
  () =>
    new Response('{}', { status: code })

test("a record's state is looked up under its own address", async () => {
  const { platform, stub } = await stubbed(json({ data: [{ state: 'done', isVerified: false, more: 1 }] }))
  expect(await platform.records.proof('p/1')).toEqual({ state: 'done', isVerified: false })
  await platform.records.connection('c-1')
  await platform.records.credential('k-1')
  expect(stub.calls.map(({ path, body }) => [path, body])).toEqual([
    ['/orgs/org-1/proofs/p%2F1', ''],
    ['/orgs/org-1/connections/c-1', ''],
    ['/orgs/org-1/credentials/k-1', ''],
  ])
})

test('a record that the platform does not know is null, and one without a state is a failure', async () => {
  expect(await (await stubbed(status(404))).platform.records.connection('c')).toBeNull()
  await expect((await stubbed(json({ data: {} }))).platform.records.connection('c')).rejects.toThrow('makes no sense')
})

test('a look-up ends at once when its signal aborts', async () => {
  let begun = () => {}
  const beginning = new Promise<void>((resolve) => {
    begun = resolve
  })
  const { platform, stub } = await stubbed(() => {
    begun()
    return new Promise<Response>(() => {})
  })
  const abort = new AbortController()
  const looking = platform.records.connection('c', abort.signal)
  await beginning
  abort.abort()
  await expect(looking).rejects.toThrow('was not waited for')
  expect(stub.calls).toHaveLength(1)
})

const html: Reply = () => new Response('<html>Sign in</html>')
const never: Reply = () => new Promise<Response>(() => {})

test.each<[string, Reply, string, number]>([
  ['401', status(401), 'The wallet platform did not accept the credentials (HTTP 401)', 2],
  ['403', status(403), 'The wallet platform does not allow this (HTTP 403)', 1],
  ['404', status(404), 'The wallet platform knows nothing under this address (HTTP 404)', 2],
  ['429', status(429), 'The wallet platform is asked too often (HTTP 429)', 1],
  ['500', status(500), 'The wallet platform has a problem of its own right now (HTTP 500)', 4],
  ['HTML', html, 'The wallet platform answered something that is not JSON', 1],
  ['never', never, 'The wallet platform does not answer in time', 4],
])('%s is told in one clear message', async (_what, api, message, calls) => {
  const { platform, stub } = await stubbed(api, api === never ? 1000 : 60_000)
  await expect(platform.apps.show('app-1')).rejects.toMatchObject({ code: 'PLATFORM_FAILED', message })
  expect(stub.calls).toHaveLength(calls)
})

test('an app is created once or not at all: a lost answer is not asked for again', async () => {
  const { platform, stub, logged } = await stubbed(status(502))
  const app = { name: 'n', description: 'd', webhookUrl: 'https://x.example/hook', webhookSecret: 'the-webhook-secret' }
  await expect(platform.apps.create(app)).rejects.toThrow('HTTP 502')
  expect(stub.calls).toMatchObject([{ path: '/orgs/org-1/apps' }])
  expect(JSON.parse(stub.calls[0]?.body ?? '')).toMatchObject(app)
  expect(logged()).not.toContain('the-webhook-secret')
})

test('rotation sends the new secret as in the guide, and logs none of it', async () => {
  const { platform, stub, logged } = await stubbed(json({}))
  await platform.apps.rotate('app-1', 'the-new-secret')
  expect(stub.calls).toMatchObject([
    { path: '/orgs/org-1/apps/app-1/rotate-secret', body: '{"newSecret":"the-new-secret"}' },
  ])
  expect(logged()).not.toContain('the-new-secret')
})

const entry = {
  id: null,
  eventType: null,
  status: null,
  httpStatus: null,
  responseTimeMs: null,
  attempts: null,
  at: null,
}

test.each([
  [[], []],
  [{ deliveries: [{ id: 7, success: true }] }, [{ ...entry, id: '7', status: 'delivered' }]],
  [
    { items: [{ event: 'Credential', httpStatusCode: 401, duration: '12', createdAt: 'then', success: false }] },
    [{ ...entry, eventType: 'Credential', httpStatus: 401, responseTimeMs: 12, at: 'then', status: 'failed' }],
  ],
  [[{ responseStatus: 'odd', attempts: [{}, {}] }], [{ ...entry, attempts: 2 }]],
])('deliveries listed as %j are understood as far as they go', async (data, expected) => {
  const { platform } = await stubbed(json({ data }))
  expect(await platform.apps.deliveries('app-1', 5)).toEqual(expected)
})
