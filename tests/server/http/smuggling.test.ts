import { expect, test } from 'vitest'
import { answerTo, postHead } from '../../support/raw-http.ts'
import { startTestServer } from '../../support/test-server.ts'

const smuggled = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
const four = 'Content-Length: 4'
const chunked = 'Transfer-Encoding: chunked'
const last = '0\r\n\r\n'

test.each([
  ['two ways to say the length', postHead(four, chunked) + last],
  ['two lengths', `${postHead(four, 'Content-Length: 5')}abcd`],
  ['two lengths in one', `${postHead('Content-Length: 4, 4')}abcd`],
  ['a negative length', postHead('Content-Length: -1')],
  ['a length with a sign', `${postHead('Content-Length: +4')}abcd`],
  ['a length in another base', `${postHead('Content-Length: 0x4')}abcd`],
  ['an unknown encoding', postHead('Transfer-Encoding: xchunked') + last],
  ['chunked, but not last', postHead('Transfer-Encoding: chunked, identity') + last],
  ['two encodings', postHead(chunked, 'Transfer-Encoding: identity') + last],
  ['a blank before the colon', postHead('Transfer-Encoding : chunked') + last],
  ['chunks in HTTP/1.0', postHead(chunked).replace('HTTP/1.1', 'HTTP/1.0') + last],
  ['a header folded over two lines', `${postHead(`X-A: b\r\n ${chunked}`, four)}abcd`],
  ['an encoding folded over two lines', postHead('Transfer-Encoding:\r\n chunked') + last],
  ['a bare line feed between headers', `${postHead(`X-A: b\n${chunked}`, four)}abcd`],
  ['bare line feeds throughout', `${postHead(four).replaceAll('\r\n', '\n')}abcd`],
  ['a bare carriage return', `${postHead(`X-A: b\r${chunked}`, four)}abcd`],
  ['a NUL in a header', `${postHead('X-A: b\0c', four)}abcd`],
  ['chunks ended by bare line feeds', `${postHead(chunked)}4\nabcd\n0\n\n`],
  ['a chunk longer than it says', `${postHead(chunked)}2\r\nabcd\r\n${last}`],
  ['a negative chunk', `${postHead(chunked)}-1\r\nabcd\r\n${last}`],
  ['an endless chunk', `${postHead(chunked)}ffffffffffffffffff\r\nabcd\r\n${last}`],
])('%s: refused, and nothing after it is taken for a request', async (_, bytes) => {
  const server = await startTestServer()
  const answer = await answerTo(server, bytes + smuggled)
  expect(answer).toMatch(/^HTTP\/1.1 400 /)
  expect(answer.match(/HTTP\/1\.1 \d/g)).toHaveLength(1)
})

test('a request in the body of another is a body', async () => {
  const server = await startTestServer()
  const inner = smuggled.replace('/healthz', '/never-asked-for')
  const outer = `GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`
  const answer = await answerTo(server, outer + smuggled)
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200'])
  expect(server.log.lines().some(({ text }) => text.includes('never-asked-for'))).toBe(false)
})

test('only the Host header says which host is meant, and only once', async () => {
  const server = await startTestServer()
  const get = (target: string, ...headers: string[]) =>
    answerTo(server, `${[`GET ${target} HTTP/1.1`, ...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`)
  const path = '/trpc/session.get?input=%7B%7D'
  expect(await get(`http://localhost${path}`, 'Host: evil.example')).toMatch(/^HTTP\/1.1 403 /)
  expect(await get(path, 'Host: localhost', 'Host: evil.example')).toMatch(/^HTTP\/1.1 40[03] /)
  expect(await get(path, 'Host: evil.example', 'Host: localhost')).toMatch(/^HTTP\/1.1 40[03] /)
  expect(await get(path, 'Host: evil.example', 'X-Forwarded-Host: localhost')).toMatch(/^HTTP\/1.1 403 /)
  expect(await get('/healthz')).toMatch(/^HTTP\/1.1 400 /)
})
