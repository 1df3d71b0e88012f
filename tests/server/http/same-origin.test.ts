import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

/** fetch would set these headers itself. */
function statusOf({ url }: TestServer, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const input = encodeURIComponent('{"sessionId":"6f9619ff-8b86-4d01-b42d-00c04fc964ff"}')
    const sent = request(`${url}/trpc/session.get?input=${input}`, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sent.on('error', reject).end()
  })
}

describe('on a loopback address', () => {
  test.each([
    [{}, 404],
    [{ Host: 'localhost:1234' }, 404],
    [{ Host: '[::1]:3300' }, 404],
    [{ 'Sec-Fetch-Site': 'same-origin' }, 404],
    [{ 'Sec-Fetch-Site': 'none' }, 404],
    [{ Host: 'localhost:3300', Origin: 'http://localhost:3300' }, 404],
    [{ Host: 'evil.example' }, 403],
    [{ Host: 'localhost.evil.example' }, 403],
    [{ Host: '127.0.0.1.evil.example' }, 403],
    [{ 'Sec-Fetch-Site': 'cross-site' }, 403],
    [{ 'Sec-Fetch-Site': 'same-site' }, 403],
    [{ Origin: 'https://evil.example' }, 403],
    [{ Origin: 'null' }, 403],
    [{ Host: 'localhost:3300', Origin: 'http://localhost:4400' }, 403],
  ])('%j is answered %i', async (headers, status) => {
    const server = await startTestServer()
    expect(await statusOf(server, headers)).toBe(status)
  })
})

describe('on a public address', () => {
  test.each([
    [{ Host: 'connect.example.ng' }, 404],
    [{ Host: 'connect.example.ng', Origin: 'https://connect.example.ng' }, 404],
    [{ Host: 'localhost' }, 403],
    [{ Host: 'evil.example' }, 403],
    [{ Host: 'connect.example.ng', Origin: 'http://connect.example.ng' }, 403],
    [{ Host: 'connect.example.ng', Origin: 'https://evil.example' }, 403],
  ])('%j is answered %i', async (headers, status) => {
    const server = await startTestServer({ variables: { PUBLIC_URL: 'https://connect.example.ng' } })
    expect(await statusOf(server, headers)).toBe(status)
  })
})
