import { expect, test } from 'vitest'
import { z } from 'zod'
import { freshSqlite } from '../../support/databases.ts'
import { openReader } from '../../support/open-reader.ts'
import { startTestServer } from '../../support/test-server.ts'

const Created = z.object({ sessionId: z.string() })

/** A server that trusts so, and the client address that a session made with these `X-Forwarded-For` is stored with. */
async function startBehind(trustProxy: string) {
  const databaseUrl = await freshSqlite()
  const server = await startTestServer({ databaseUrl, variables: { TRUST_PROXY: trustProxy } })
  return async (...headers: readonly string[]) => {
    const sent = new Headers(headers.map((value) => ['X-Forwarded-For', value]))
    const response = await fetch(`${server.url}/api/connections/session`, { method: 'POST', headers: sent })
    const { sessionId } = Created.parse(await response.json())
    const { read, close } = await openReader(databaseUrl)
    const [row] = await read('select "ipAddress" from "ConnectionSession" where "sessionId" = ?', [sessionId])
    await close()
    return row?.ipAddress
  }
}

test('the client behind one proxy, in every form that proxies write', async () => {
  const addressOf = await startBehind('true')
  const forms = [
    ['198.51.100.7', '198.51.100.7'],
    ['6.6.6.6, 198.51.100.7', '198.51.100.7'],
    ['6.6.6.6,198.51.100.7 ', '198.51.100.7'],
    ['198.51.100.7:4711', '198.51.100.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['2001:0DB8:0:0::0001', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['[::ffff:198.51.100.7]:4711', '198.51.100.7'],
    ['::FFFF:C633:6407', '198.51.100.7'],
    ['"[2001:db8::1]:4711"', '2001:db8::1'],
    ['for=198.51.100.7', '198.51.100.7'],
    ['for="[2001:db8::1]:4711";proto=https', '2001:db8::1'],
    ['by=203.0.113.43; For="198.51.100.7:4711" ;host=x', '198.51.100.7'],
    ['198.51.100.7, ,', '198.51.100.7'],
    [' , 6.6.6.6,,198.51.100.7', '198.51.100.7'],
    // what is no address says nothing: what is known is the proxy
    ['unknown', '127.0.0.1'],
    ['for=_hidden', '127.0.0.1'],
    ['6.6.6.6, 999.1.1.1', '127.0.0.1'],
    ['198.51.100.7 6.6.6.6', '127.0.0.1'],
    ['for=', '127.0.0.1'],
    ['', '127.0.0.1'],
  ] as const
  const found: (readonly [string, unknown])[] = []
  for (const [header] of forms) found.push([header, await addressOf(header)])
  expect(found).toEqual(forms)
})

test.each([
  ['false', ['198.51.100.7'], '127.0.0.1'],
  ['2', ['6.6.6.6, 198.51.100.7, 10.0.0.2'], '198.51.100.7'],
  ['2', ['6.6.6.6, 198.51.100.7, , 10.0.0.2'], '198.51.100.7'],
  ['2', ['198.51.100.7'], '198.51.100.7'],
  ['2', ['6.6.6.6, 198.51.100.7', '10.0.0.2'], '198.51.100.7'],
  ['3', ['unknown, 10.0.0.3, 10.0.0.2'], '10.0.0.3'],
  ['127.0.0.0/8,10.0.0.0/8', ['6.6.6.6, 198.51.100.7, 10.0.0.3, 10.0.0.2:443'], '198.51.100.7'],
  ['127.0.0.1, fd00::/8', ['198.51.100.7, [fd00::2]:443'], '198.51.100.7'],
  ['10.0.0.0/8', ['198.51.100.7, 10.0.0.2'], '127.0.0.1'],
])('with TRUST_PROXY=%s, %j is %s', async (trustProxy, headers, address) => {
  const addressOf = await startBehind(trustProxy)
  expect(await addressOf(...headers)).toBe(address)
})
