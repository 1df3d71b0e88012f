import { afterEach, expect, test } from 'vitest'
import { type ConfirmdPlatformOptions, createConfirmdPlatform } from '../../../server/confirmd/confirmd-platform.ts'
import { AppError } from '../../../server/errors.ts'
import { listen } from '../simulator/listen.ts'
import { collectLog } from './collect-log.ts'
import { address, invitation, type Reply, type StubPlatform, startStub, tokenReply } from './stub-platform.ts'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()))
})

async function stubbed(replies: Parameters<typeof startStub>[0] = {}, options: Partial<ConfirmdPlatformOptions> = {}) {
  const stub = await startStub(replies)
  open.push(stub.close)
  return { stub, ...connected(stub, options) }
}

function connected({ url }: Pick<StubPlatform, 'url'>, options: Partial<ConfirmdPlatformOptions> = {}) {
  const { log, text: logged } = collectLog()
  const platform = createConfirmdPlatform({
    authUrl: `${url}/token`,
    apiUrl: `${url}/api/`,
    organizationId: 'org/1',
    clientId: 'client-1',
    clientSecret: 'the-client-secret',
    log,
    retryDelayMs: 1,
    ...options,
  })
  return { platform, logged }
}

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const failure = await promise.then(
    () => null,
    (error: unknown) => error,
  )
  if (failure instanceof AppError) return failure
  throw new Error('expected an AppError', { cause: failure })
}

/** Answers `replies` one after another, then the last one for ever. */
function inTurn(...replies: Reply[]): Reply {
  let turn = 0
  return (seen) => {
    const reply = replies[Math.min(turn++, replies.length - 1)]
    if (!reply) throw new Error('no reply given')
    return reply(seen)
  }
}

const created: Reply = () => Response.json(invitation, { status: 201 })
const status =
  (code: number): Reply =>
  () =>
    new Response('{}', { status: code })

test('an invitation is asked for with a token got by client credentials', async () => {
  const { stub, platform } = await stubbed()
  expect(await platform.createInvitation()).toEqual({
    invitationId: 'record-1',
    invitationUrl: address,
  })
  expect(Object.fromEntries(new URLSearchParams(stub.tokens[0]?.body))).toEqual({
    grant_type: 'client_credentials',
    client_id: 'client-1',
    client_secret: 'the-client-secret',
  })
  expect(stub.calls).toMatchObject([
    {
      path: '/api/orgs/org%2F1/connections',
      method: 'POST',
      authorization: 'Bearer token-of-the-stub',
      body: '{"multiUseInvitation":false,"autoAcceptConnection":true,"IsReuseConnection":true}',
    },
  ])
})

test.each([
  [{ recordId: 'r', invitationId: 'i', id: 'd' }, 'r'],
  [{ recordId: '', invitationId: 'i', id: 'd' }, 'i'],
  [{ recordId: null, id: 'd' }, 'd'],
])('%j is known to webhooks as %s', async (ids, invitationId) => {
  const data = { connectionInvitation: address, ...ids }
  const { platform } = await stubbed({ api: () => Response.json({ data }) })
  expect(await platform.createInvitation()).toMatchObject({ invitationId })
})

test('a refused token is dropped and a new one tried, once', async () => {
  const { stub, platform } = await stubbed({ api: inTurn(status(401), created) })
  await platform.createInvitation()
  expect(stub.tokens).toHaveLength(2)

  const refusing = await stubbed({ api: status(401) })
  expect((await failureOf(refusing.platform.createInvitation())).code).toBe('PLATFORM_FAILED')
  expect(refusing.stub.calls).toHaveLength(2)
})

test('a 5xx is tried again, for the token as for the call', async () => {
  const { stub, platform } = await stubbed({
    token: inTurn(status(503), tokenReply),
    api: inTurn(status(500), status(502), status(503), created),
  })
  await platform.createInvitation()
  expect(stub.tokens).toHaveLength(2)
  expect(stub.calls).toHaveLength(4)
})

test('it gives up after four attempts', async () => {
  const { stub, platform } = await stubbed({ api: status(500) })
  const failure = await failureOf(platform.createInvitation())
  expect(failure).toMatchObject({ code: 'PLATFORM_FAILED', cause: new Error('HTTP 500') })
  expect(stub.calls).toHaveLength(4)
})

test.each([400, 403, 404, 429, 302])('a %i is final', async (code) => {
  const { stub, platform } = await stubbed({ api: status(code) })
  expect((await failureOf(platform.createInvitation())).code).toBe('PLATFORM_FAILED')
  expect(stub.calls).toHaveLength(1)
})

const html: Reply = () =>
  new Response('<html>Sign in, secretive body</html>', { headers: { 'content-type': 'text/html' } })
const json =
  (body: unknown): Reply =>
  () =>
    Response.json(body)

test.each<[string, { token?: Reply; api?: Reply }]>([
  ['HTML', { api: html }],
  ['HTML for a token', { token: html }],
  ['a refused client', { token: status(401) }],
  ['no token', { token: json({}) }],
  ['a token that fits no header', { token: json({ access_token: 'a\nb', expires_in: 9 }) }],
  ['no data', { api: json({ statusCode: 201 }) }],
  ['no id', { api: json({ data: { connectionInvitation: address } }) }],
  ['no address', { api: json({ data: { connectionInvitation: 'hello', recordId: 'r' } }) }],
  ['a script as address', { api: json({ data: { connectionInvitation: 'javascript:alert(1)', recordId: 'r' } }) }],
])('%s in answer is the platform failing', async (_what, replies) => {
  const { platform, logged } = await stubbed(replies)
  const failure = await failureOf(platform.createInvitation())
  expect(failure.code).toBe('PLATFORM_FAILED')
  expect(`${failure.message} ${failure.cause} ${logged()}`).not.toMatch(/secretive|the-client-secret|javascript:/)
})

test('a failed token is asked for anew by the next caller', async () => {
  const { platform } = await stubbed({ token: inTurn(status(400), tokenReply) })
  await failureOf(platform.createInvitation())
  expect(await platform.createInvitation()).toMatchObject({ invitationId: 'record-1' })
})

test('nobody listening is the platform failing', async () => {
  const gone = await listen(await Promise.resolve({ fetch: () => new Response() }))
  await gone.close()
  const { platform, logged } = connected(gone)
  expect((await failureOf(platform.createInvitation())).message).toBe('The wallet platform cannot be reached right now')
  expect(logged()).toContain('ECONNREFUSED')
})

test('a slow attempt is cut off and tried again', async () => {
  const never = () => new Promise<Response>(() => {})
  const { stub, platform } = await stubbed({ api: inTurn(never, created) }, { timeoutMs: 2_000 })
  expect(await platform.createInvitation()).toMatchObject({ invitationId: 'record-1' })
  expect(stub.calls).toHaveLength(2)
})

test('a verb ends within its budget, whatever the platform does', async () => {
  const never = () => new Promise<Response>(() => {})
  const { stub, platform } = await stubbed({ api: never }, { timeoutMs: 1_000, budgetMs: 1_700 })
  const startedMs = performance.now()
  expect((await failureOf(platform.createInvitation())).code).toBe('PLATFORM_FAILED')
  expect(performance.now() - startedMs).toBeLessThan(10_000)
  expect(stub.calls).toHaveLength(2)
})

test('the log tells what was done and nothing that is secret', async () => {
  const { platform, logged } = await stubbed({ api: inTurn(status(500), created) })
  await platform.createInvitation()
  expect(logged()).toMatch(
    /"method":"POST","path":"\/api\/orgs\/org%2F1\/connections","attempt":2,"durationMs":\d+,"status":201/,
  )
  expect(logged()).not.toMatch(/token-of-the-stub|the-client-secret|oob=|record-1/)
})

test('a token and a secret follow no redirect to another address', async () => {
  const { stub: elsewhere } = await stubbed()
  const redirect: Reply = () => Response.redirect(`${elsewhere.url}/token`, 307)
  for (const replies of [{ token: redirect }, { api: redirect }]) {
    const { platform } = await stubbed(replies)
    expect((await failureOf(platform.createInvitation())).code).toBe('PLATFORM_FAILED')
  }
  expect([...elsewhere.tokens, ...elsewhere.calls]).toEqual([])
})
