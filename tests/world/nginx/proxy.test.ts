import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:http2'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../support/free-port.ts'
import { startServerProcess } from '../../support/server-process.ts'
import { programs } from '../programs.ts'
import { serverName, startNginx } from './nginx.ts'

describe.skipIf(programs.nginx === null)('behind nginx as deploy/nginx.conf sets it up', () => {
  test('what comes without TLS is sent to where there is', async () => {
    const { httpPort } = await startNginx(await freePort())
    const url = `http://127.0.0.1:${httpPort}/register/intro?from=poster`
    const { status, headers } = await fetch(url, { redirect: 'manual' })
    expect(status).toBe(301)
    expect(headers.get('location')).toBe(`https://${serverName}/register/intro?from=poster`)
  })

  test('the pages are served over HTTP/2', async () => {
    await using server = await startServerProcess({ PUBLIC_URL: `https://${serverName}`, TRUST_PROXY: 'true' })
    const { httpsPort, certificate } = await startNginx(Number(new URL(server.url).port))
    const browser = connect(`https://127.0.0.1:${httpsPort}`, { ca: readFileSync(certificate), servername: serverName })
    onTestFinished(() => browser.destroy())
    const page = browser.request({ ':path': '/register/intro', ':authority': serverName })
    const [headers] = await once(page, 'response')
    expect(headers).toMatchObject({ ':status': 200 })
    expect(headers['strict-transport-security']).toBeDefined()
  })

  test('what a server writes comes while it writes, a byte at a time, whatever it says of buffers', async () => {
    let write = (_: string): void => undefined
    const port = await freePort()
    const server = createServer((_, response) => {
      write = (text) => void response.write(text)
      write('a')
    }).listen(port, '127.0.0.1')
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const { url } = await startNginx(port, { name: 'localhost' })
    const browser = connect(url)
    onTestFinished(() => browser.destroy())
    const stream = browser.request({ ':path': '/' }).setEncoding('utf8')
    for (const letter of ['a', 'b', 'c']) {
      if (letter !== 'a') write(letter)
      expect((await once(stream, 'data'))[0]).toBe(letter)
    }
  })
})
