import { type IncomingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'
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

function answerAt({ url }: TestServer, path: string, headers: Record<string, string>) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const sent = request(`${url}${path}`, { headers }, (response) => {
      const { statusCode = 0, headers: answered } = response
      text(response).then((body) => resolve({ status: statusCode, headers: answered, body }), reject)
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
    [{ Host: 'connect.example.ng:443' }, 404],
    [{ Host: 'connect.example.ng:80' }, 404],
    [{ Host: 'connect.example.ng.' }, 404],
    [{ Host: 'Connect.Example.NG.:443' }, 404],
    [{ Host: 'CONNECT.example.ng', Origin: 'https://connect.example.ng.' }, 404],
    [{ Host: 'connect.example.ng:8443' }, 403],
    [{ Host: 'connect.example.ng..' }, 403],
    [{ Host: 'xconnect.example.ng' }, 403],
    [{ Host: 'localhost' }, 403],
    [{ Host: 'evil.example' }, 403],
    [{ Host: 'connect.example.ng', Origin: 'http://connect.example.ng' }, 403],
    [{ Host: 'connect.example.ng', Origin: 'https://evil.example' }, 403],
  ])('%j is answered %i', async (headers, status) => {
    const server = await startTestServer({ variables: { PUBLIC_URL: 'https://connect.example.ng' } })
    expect(await statusOf(server, headers)).toBe(status)
  })
})

test('a foreign host is told of once a minute, with both names, and in words to whoever opens a page', async () => {
  const server = await startTestServer({ variables: { PUBLIC_URL: 'https://connect.example.ng' } })
  const asked = { Host: '192.168.1.7:3300' }
  for (let index = 0; index < 20; index++) expect(await statusOf(server, asked)).toBe(403)
  expect((await answerAt(server, '/trpc/session.get', asked)).body).toBe('{"error":"This address is not set up"}')
  for (const path of ['/', '/register/intro', '/admin', '/trpc/session.get']) {
    const { status, headers, body } = await answerAt(server, path, { ...asked, Accept: 'text/html,*/*;q=0.8' })
    expect(status).toBe(403)
    expect(headers['content-type']).toContain('text/html')
    expect(body).toContain('This address is not set up')
    expect(body).toContain('PUBLIC_URL')
    expect(body).toContain('https://connect.example.ng')
  }
  const inHausa = await answerAt(server, '/', { ...asked, Accept: 'text/html', Cookie: 'lang=ha' })
  expect(inHausa.body).toMatch(/<html lang="ha">.*Ba a shirya wannan adireshi ba/s)
  const said = server.log.lines().filter(({ msg }) => msg === 'host is not the one of PUBLIC_URL')
  expect(said).toHaveLength(1)
  expect(said[0]).toMatchObject({ asked: '192.168.1.7:3300', expected: 'connect.example.ng' })
  for (const path of ['/healthz', '/readyz', '/api/webhooks/confirmd'])
    expect((await answerAt(server, path, { ...asked, Accept: 'text/html' })).status).toBe(200)
})
