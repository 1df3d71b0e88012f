import { describe, expect, test } from 'vitest'
import { databases, freshPostgres } from '../../support/databases.ts'
import { adminToken } from '../../support/secrets.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const variables = { TRUST_PROXY: 'true' }
const guesser = { 'X-Forwarded-For': '192.0.2.1' }
const wrongToken = 'x'.repeat(adminToken.length)

/** Every way to show a token, with what it is answered. */
const ways: readonly [
  string,
  (server: TestServer, token: string, headers: Record<string, string>) => Promise<Response>,
][] = [
  ['/metrics', ({ url }, token, headers) => bearer(`${url}/metrics`, token, headers)],
  ['/api/admin/webhook-stats', ({ url }, token, headers) => bearer(`${url}/api/admin/webhook-stats`, token, headers)],
  ['a procedure', ({ url }, token, headers) => bearer(`${url}/trpc/admin.stats`, token, headers)],
  ['a stream', ({ url }, token, headers) => bearer(`${url}/trpc/admin.watchStats`, token, headers)],
  ['signing in', ({ url }, token, headers) => login(url, token, headers)],
]

function bearer(url: string, token: string, headers: Record<string, string>) {
  return fetch(url, { headers: { ...headers, Authorization: `Bearer ${token}` } })
}

function login(url: string, token: string, headers: Record<string, string>) {
  const body = JSON.stringify({ token })
  return fetch(`${url}/trpc/admin.login`, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', ...headers },
  })
}

async function guess(server: TestServer, times: number) {
  const answers = await Promise.all(Array.from({ length: times }, () => login(server.url, wrongToken, guesser)))
  return answers.filter(({ status }) => status === 401).length
}

describe.each(databases)('after thirty wrong tokens, on $name', ({ fresh }) => {
  test('nothing tells a right one from a wrong one, and elsewhere all is open', async () => {
    const server = await startTestServer({ databaseUrl: await fresh(), variables })
    const cookie = (await login(server.url, adminToken, guesser)).headers.get('set-cookie')?.split(';')[0] ?? ''
    expect(await guess(server, 60)).toBe(30)
    for (const [, ask] of ways) {
      for (const token of [adminToken, wrongToken]) {
        const { status, headers } = await ask(server, token, guesser)
        expect(status).toBe(429)
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
        expect(headers.get('set-cookie')).toBeNull()
      }
      const elsewhere = await ask(server, adminToken, { 'X-Forwarded-For': '192.0.2.2' })
      expect(elsewhere.status).toBe(200)
      await elsewhere.body?.cancel()
    }
    const signedIn = await bearer(`${server.url}/metrics`, wrongToken, { ...guesser, Cookie: cookie })
    expect(signedIn.status).toBe(200)
  })

  test('a sign-in link does not either, and is not used up', async () => {
    const server = await startTestServer({ databaseUrl: await fresh(), variables })
    const link = (server.signInLink() ?? '').replace(/^.*(?=\/admin)/, server.url)
    const open = (address: string, headers: Record<string, string>) => fetch(address, { headers, redirect: 'manual' })
    await guess(server, 31)
    for (const address of [link, `${link}x`]) {
      const { status, headers } = await open(address, guesser)
      expect([status, headers.get('location'), headers.get('set-cookie')]).toEqual([303, '/admin', null])
    }
    expect((await open(link, {})).headers.get('set-cookie')).not.toBeNull()
  })
})

test('right tokens are never counted, however many at once', async () => {
  const server = await startTestServer({ databaseUrl: await freshPostgres(), variables })
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => bearer(`${server.url}/api/admin/webhook-stats`, adminToken, guesser)),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
})

test('what one process has counted, another knows', async () => {
  const databaseUrl = await freshPostgres()
  const [here, there] = [
    await startTestServer({ databaseUrl, variables }),
    await startTestServer({ databaseUrl, variables }),
  ]
  await guess(here, 31)
  expect((await bearer(`${there.url}/metrics`, adminToken, guesser)).status).toBe(429)
})

test('a HEAD of the sign-in link looks at it and does not use it up', async () => {
  const server = await startTestServer()
  const link = (server.signInLink() ?? '').replace(/^.*(?=\/admin)/, server.url)
  const look = await fetch(link, { method: 'HEAD', redirect: 'manual' })
  expect([look.status, look.headers.get('set-cookie')]).toEqual([303, null])
  expect((await fetch(link, { redirect: 'manual' })).headers.get('set-cookie')).not.toBeNull()
  expect((await fetch(link, { redirect: 'manual' })).headers.get('set-cookie')).toBeNull()
})
