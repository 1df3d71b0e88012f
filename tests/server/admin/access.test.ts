import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { appRouter } from '../../../server/trpc/router.ts'
import { databases, freshPostgres, freshSqlite } from '../../support/databases.ts'
import { asOperator, signIn, withCookie } from '../../support/operator.ts'
import { adminToken } from '../../support/secrets.ts'
import { startServerProcess } from '../../support/server-process.ts'
import { setClock } from '../../support/set-clock.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const unauthorized = { data: { code: 'UNAUTHORIZED', httpStatus: 401 } }
const Procedures = z.record(z.string(), z.custom<{ _def: { type: string } }>())
const procedures = Object.entries(Procedures.parse(Reflect.get(appRouter, '_def').procedures))
  .filter(([path]) => /^(admin|qa)\./.test(path) && !/\.log(in|out)$/.test(path))
  .map(([path, procedure]) => ({ path, type: procedure._def.type }))

const statsWith = ({ url }: TestServer, headers: Record<string, string>) =>
  fetch(`${url}/api/admin/webhook-stats`, { headers })

const watchStats = ({ url }: TestServer, headers: Record<string, string>) =>
  fetch(`${url}/trpc/admin.watchStats`, { headers: { Accept: 'text/event-stream', ...headers } })

/** From here on nothing that is done every so often happens by itself. */
function holdIntervals(): void {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
}

/** An operator's stream that has begun, and the end of it. */
async function openStream(server: TestServer, cookie: string) {
  const { status, body } = await watchStats(server, { Cookie: cookie })
  expect(status).toBe(200)
  const reader = body?.getReader()
  await reader?.read()
  let isOver = false
  const untilEnd = async () => {
    while (reader && !(await reader.read().catch(() => ({ done: true }))).done); // ended, or cut when the server stops
    isOver = true
  }
  return { ended: untilEnd(), hasEnded: () => isOver }
}

test('there is something to guard', () => {
  expect(procedures.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['admin.stats', 'admin.watchStats', 'admin.webhook', 'admin.replay']),
  )
})

test.each(procedures)(
  '$path is refused to anybody else, and a stream before tRPC answers 200',
  async ({ path, type }) => {
    const server = await startTestServer()
    const input = JSON.stringify({ webhookId: 'x', sessionId: crypto.randomUUID(), event: 'connections.request' })
    const response =
      type === 'mutation'
        ? await fetch(`${server.url}/trpc/${path}`, {
            method: 'POST',
            body: input,
            headers: { 'Content-Type': 'application/json' },
          })
        : await fetch(`${server.url}/trpc/${path}?input=${encodeURIComponent(input)}`)
    expect(response.status).toBe(401)
    expect(await response.text()).not.toContain('NOT_FOUND')
  },
)

describe('the token', () => {
  test('opens by bearer header, and by nothing like it', async () => {
    const server = await startTestServer()
    expect((await statsWith(server, { Authorization: `Bearer ${adminToken}` })).status).toBe(200)
    for (const wrong of [
      {},
      { Authorization: adminToken },
      { Authorization: `Bearer ${adminToken}x` },
      { Cookie: `nelfund-admin=${adminToken}` },
    ]) {
      const response = await statsWith(server, wrong)
      expect(response.status).toBe(401)
      expect(await response.json()).toEqual({ error: 'Unauthorized' })
    }
  })

  test('after thirty wrong ones a minute an address waits, whatever it shows', async () => {
    setClock('2026-01-01T00:00:00Z')
    const server = await startTestServer()
    for (let guess = 0; guess < 30; guess++) expect((await signIn(server, `guess-${guess}`)).status).toBe(401)
    expect((await signIn(server, 'another-guess')).status).toBe(429)
    expect((await statsWith(server, { Authorization: 'Bearer guess' })).status).toBe(429)
    expect((await statsWith(server, { Authorization: `Bearer ${adminToken}` })).status).toBe(429)
    expect((await signIn(server)).status).toBe(429)
    setClock('2026-01-01T00:01:01Z')
    expect((await signIn(server, 'another-guess')).status).toBe(401)
    expect((await signIn(server)).status).toBe(200)
  })
})

describe.each(databases)('signing in, on $name', ({ fresh }) => {
  test('gives a cookie that no script reads and no other site sends, and that is not the token', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const { setCookie, cookie } = await signIn(server)
    expect(setCookie).toMatch(/^nelfund-admin=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(setCookie).not.toContain(adminToken)
    expect(await withCookie(server, cookie).admin.stats.query()).toMatchObject({ total: 0 })
    expect((await statsWith(server, { Cookie: cookie })).status).toBe(200)
  })

  test('out again: the cookie opens nothing any more, and the streams of that browser end', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const [mine, other] = [await signIn(server), await signIn(server)]
    holdIntervals() // without the look that also ends them, some seconds later
    const [first, second, others] = [
      await openStream(server, mine.cookie),
      await openStream(server, mine.cookie),
      await openStream(server, other.cookie),
    ]
    const response = await fetch(`${server.url}/trpc/admin.logout`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: mine.cookie },
    })
    expect(response.headers.get('set-cookie')).toMatch(/^nelfund-admin=; Max-Age=0;/)
    await Promise.all([first.ended, second.ended])
    expect(others.hasEnded()).toBe(false)
    await expect(withCookie(server, mine.cookie).admin.stats.query()).rejects.toMatchObject(unauthorized)
    expect((await watchStats(server, { Cookie: mine.cookie })).status).toBe(401)
    expect(await withCookie(server, other.cookie).admin.stats.query()).toMatchObject({ total: 0 })
  })

  test('lasts twelve hours, over a restart, and not beyond another token', async () => {
    let now = new Date('2026-01-01T00:00:00Z')
    const databaseUrl = await fresh()
    const first = await startTestServer({ databaseUrl, now: () => now })
    const { cookie } = await signIn(first)
    await first.stop()
    const second = await startTestServer({ databaseUrl, now: () => now })
    expect((await statsWith(second, { Cookie: cookie })).status).toBe(200)
    now = new Date('2026-01-01T11:59:59Z')
    expect((await statsWith(second, { Cookie: cookie })).status).toBe(200)
    now = new Date('2026-01-01T12:00:00Z')
    expect((await statsWith(second, { Cookie: cookie })).status).toBe(401)
    now = new Date('2026-01-01T00:00:00Z')
    await second.stop()
    const third = await startTestServer({
      databaseUrl,
      now: () => now,
      variables: { ADMIN_TOKEN: 'another-admin-token-0123' },
    })
    expect((await statsWith(third, { Cookie: cookie })).status).toBe(401)
  })

  test('is in the audit trail', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const { cookie } = await signIn(server)
    await withCookie(server, cookie).admin.logout.mutate()
    const { items } = await asOperator(server).admin.audit.query()
    expect(items).toMatchObject([
      { action: 'signed-out', by: items[1]?.by, address: '127.0.0.1' },
      { action: 'signed-in', by: expect.stringMatching(/^sign-in [0-9a-f]{8}$/), address: '127.0.0.1' },
    ])
  })
})

test('signed out on one process, a browser’s streams on another end with its next look', async () => {
  const databaseUrl = await freshPostgres()
  const [here, there] = [await startTestServer({ databaseUrl }), await startTestServer({ databaseUrl })]
  const { cookie } = await signIn(here)
  holdIntervals()
  const stream = await openStream(there, cookie)
  await withCookie(here, cookie).admin.logout.mutate()
  expect(stream.hasEnded()).toBe(false)
  vi.advanceTimersByTime(5_000)
  await stream.ended
})

test('behind TLS the cookie goes over TLS alone', async () => {
  const server = await startTestServer({ variables: { PUBLIC_URL: 'https://connect.example.ng' } })
  const link = await fetch(`${server.url}/admin/sign-in?code=${server.signInLink()?.split('code=')[1]}`, {
    redirect: 'manual',
  })
  expect(link.headers.get('set-cookie')).toMatch(
    /^__Host-nelfund-admin=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  )
})

test('the printed link signs in once', async () => {
  await using server = await startServerProcess({ ADMIN_TOKEN: '' })
  const link = /sign in once +(\S+)/.exec(server.output())?.[1] ?? ''
  expect(server.output()).toContain(`/admin\n`)
  expect(server.output()).toContain(`/qa\n`)
  expect(server.output()).toContain(join('data', 'admin-token'))
  const first = await fetch(link, { redirect: 'manual' })
  expect(first.status).toBe(303)
  expect(first.headers.get('location')).toBe('/admin')
  const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect((await fetch(`${server.url}/api/admin/webhook-stats`, { headers: { Cookie: cookie } })).status).toBe(200)
  const second = await fetch(link, { redirect: 'manual' })
  expect(second.status).toBe(303)
  expect(second.headers.get('location')).toBe('/admin?link=used') // whose page says so
  expect(second.headers.get('set-cookie')).toBeNull()
})

test('without a token in production, nobody is an operator, and nothing is printed that could sign in', async () => {
  await using server = await startServerProcess({
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    ADMIN_TOKEN: '',
    DATABASE_URL: await freshSqlite(),
    CLIENT_ID: 'id',
    CLIENT_SECRET: 'secret',
    ORGANIZATION_ID: 'org-1',
    CREDENTIAL_DEFINITION_ID: 'registration-def',
    PROOF_CREDENTIAL_DEFINITION_ID: 'card-def',
    CONFIRMD_AUTH_URL: 'http://127.0.0.1:9/token',
  })
  expect(server.output()).toContain('admin token     none')
  expect(server.output()).not.toContain('code=')
  expect((await fetch(`${server.url}/api/admin/webhook-stats`, { headers: { Authorization: 'Bearer ' } })).status).toBe(
    401,
  )
  expect((await signIn(server, 'undefined')).status).toBe(401)
})
