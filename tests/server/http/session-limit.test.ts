import { request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { databases, freshPostgres } from '../../support/databases.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const json = { 'Content-Type': 'application/json' }
const behindProxy = { TRUST_PROXY: 'true', SESSION_RATE_LIMIT: '5' }
const from = (address: string) => ({ ...json, 'X-Forwarded-For': address })

const viaRest = ({ url }: TestServer, headers: Record<string, string> = json) =>
  fetch(`${url}/api/connections/session`, { method: 'POST', body: '{}', headers })

const viaTrpc = ({ url }: TestServer, headers: Record<string, string> = json) =>
  fetch(`${url}/trpc/session.create`, { method: 'POST', body: '{}', headers })

/** The statuses of so many in one batch. */
async function batchOf({ url }: TestServer, count: number, headers: Record<string, string> = json) {
  const path = Array(count).fill('session.create').join(',')
  const body = JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [index, {}])))
  const response = await fetch(`${url}/trpc/${path}?batch=1`, { method: 'POST', body, headers })
  const items: readonly { error?: { data: { httpStatus: number } } }[] = JSON.parse(await response.text())
  return {
    retryAfter: response.headers.get('retry-after'),
    statuses: items.map(({ error }) => error?.data.httpStatus ?? 200),
  }
}

describe.each(databases)('SESSION_RATE_LIMIT, on $name', ({ fresh }) => {
  test('each item of a batch counts, over both ways to make a session', async () => {
    const server = await startTestServer({ databaseUrl: await fresh(), variables: { SESSION_RATE_LIMIT: '5' } })
    expect((await viaRest(server)).status).toBe(201)
    expect((await viaTrpc(server)).status).toBe(200)
    const { statuses, retryAfter } = await batchOf(server, 10)
    expect(statuses.toSorted()).toEqual([...Array(3).fill(200), ...Array(7).fill(429)])
    expect(Number(retryAfter)).toBeGreaterThan(0)
    for (const refused of [await viaRest(server), await viaTrpc(server)]) {
      expect(refused.status).toBe(429)
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    }
  })
})

test('other addresses go on; of IPv6 a whole /64 counts as one, of any spelling', async () => {
  const server = await startTestServer({ variables: behindProxy })
  await batchOf(server, 5, from('2001:db8:1:2::1'))
  for (const address of ['2001:0DB8:1:2:ffff::', '[2001:db8:1:2::9]:4711', '6.6.6.6, 2001:db8:1:2::3'])
    expect((await viaRest(server, from(address))).status).toBe(429)
  expect((await viaRest(server, from('2001:db8:1:3::1'))).status).toBe(201)
  await batchOf(server, 5, from('192.0.2.1'))
  expect((await viaRest(server, from('::ffff:192.0.2.1'))).status).toBe(429)
  expect((await viaRest(server, from('192.0.2.2'))).status).toBe(201)
})

const hasIpv6 = Object.values(networkInterfaces()).some((found) => found?.some(({ address }) => address === '::1'))

test.runIf(hasIpv6)('over real sockets of both kinds an address is one, and a proxy is known by it', async () => {
  const variables = { HOST: '::', TRUST_PROXY: '127.0.0.1', SESSION_RATE_LIMIT: '5' }
  const server = await startTestServer({ variables })
  const over = (host: string, forwarded?: string) =>
    postAs(server, { ...(forwarded && { 'X-Forwarded-For': forwarded }) }, host)
  for (let count = 0; count < 5; count++) expect(await over('127.0.0.1', '192.0.2.1')).toBe(201)
  expect(await over('::ffff:127.0.0.1', '::ffff:192.0.2.1')).toBe(429)
  expect(await over('::ffff:127.0.0.1', '2001:db8::1')).toBe(201)
  for (let count = 0; count < 5; count++) expect(await over('::1', `198.51.100.${count}`)).toBe(201) // its own word
  expect(await over('::1')).toBe(429)
})

test('is counted over all processes', async () => {
  const options = { databaseUrl: await freshPostgres(), variables: behindProxy }
  const [here, there] = [await startTestServer(options), await startTestServer(options)]
  await batchOf(here, 5)
  expect((await viaRest(there)).status).toBe(429)
})

test('0 is no limit', async () => {
  const server = await startTestServer({ variables: { SESSION_RATE_LIMIT: '0' } })
  for (let count = 0; count < 13; count++) expect((await batchOf(server, 10)).statuses).toEqual(Array(10).fill(200))
})

/** fetch would set these headers itself. `host` is where it is sent to. */
function postAs(
  { url }: TestServer,
  headers: Record<string, string>,
  host = new URL(url).hostname,
): Promise<number | undefined> {
  const { port } = new URL(url)
  const options = { host, port, path: '/api/connections/session', method: 'POST' }
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, headers: { Host: `localhost:${port}`, ...headers } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sent.on('error', reject).end()
  })
}

describe('over REST, as another site or under another host', () => {
  const publicly = { PUBLIC_URL: 'https://connect.example.ng' }
  test.each([
    [{}, {}, 201],
    [{}, { Origin: 'https://evil.example' }, 403],
    [{}, { Origin: 'null' }, 403],
    [{}, { 'Sec-Fetch-Site': 'cross-site' }, 403],
    [{}, { Host: 'evil.example' }, 403],
    [publicly, {}, 201], // the listening port, on the machine itself
    [publicly, { Host: 'connect.example.ng' }, 201],
    [publicly, { Origin: 'https://connect.example.ng' }, 201], // a proxy that does not hand the host on
    [publicly, { Host: 'connect.example.ng', Origin: 'https://connect.example.ng' }, 201],
    [publicly, { Host: 'localhost' }, 403],
    [publicly, { Host: 'localhost:1' }, 403],
    [publicly, { Host: 'evil.example' }, 403],
    [publicly, { Host: 'evil.example', 'X-Forwarded-Host': 'connect.example.ng' }, 403],
    [publicly, { Host: 'connect.example.ng', Origin: 'https://evil.example' }, 403],
  ])('with %j, %j is answered %i', async (variables, headers, status) => {
    const server = await startTestServer({ variables: { TRUST_PROXY: 'true', ...variables } })
    expect(await postAs(server, { ...headers })).toBe(status)
  })
})
