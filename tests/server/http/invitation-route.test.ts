import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { prefersHtml } from '../../../server/http/prefers-html.ts'
import { databases } from '../../support/databases.ts'
import { answerTo } from '../../support/raw-http.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const page = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'
const unknownId = 'AAECAwQFBgcICQoLDA0ODw'

/** A session, and the path of its short link, which is at another host name than the test reaches the server at. */
async function invite({ trpc }: TestServer) {
  const view = await trpc.session.create.mutate({})
  return { ...view, path: new URL(view.shortUrl).pathname }
}

function get({ url }: TestServer, path: string, accept: string, headers: Readonly<Record<string, string>> = {}) {
  return fetch(`${url}${path}`, { headers: { accept, ...headers } })
}

/** The guide's webhook for this topic about the session's invitation. */
async function tell(server: TestServer, { invitationId }: { readonly invitationId: string }, topic: string) {
  await sendWebhook(server, guideWebhook(topic, { invitationId, connectionId: `connection-of-${invitationId}` }))
}

describe.each(databases)('the short link of an invitation, on $name', ({ fresh }) => {
  test('answers a wallet with the invitation, as often as it asks, and changes nothing', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const session = await invite(server)
    const oob = new URL(session.invitationUrl).searchParams.get('oob') ?? ''
    const invitation: unknown = JSON.parse(Buffer.from(oob, 'base64url').toString())
    expect(invitation).toMatchObject({ '@type': 'https://didcomm.org/out-of-band/1.1/invitation' })
    for (const accept of ['application/json', '*/*', 'application/json, text/plain, */*']) {
      const response = await get(server, session.path, accept)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toMatch(/^application\/json/)
      expect(response.headers.get('vary')).toBe('Accept')
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(await response.json()).toEqual(invitation)
    }
    expect(await server.trpc.session.get.query(session)).toMatchObject({ version: 1, status: 'invitation' })
  })

  test('is over once the wallet is connected, but for the wallet itself, a minute long', async () => {
    let now = new Date()
    const server = await startTestServer({ databaseUrl: await fresh(), now: () => now })
    const session = await invite(server)
    await tell(server, session, 'connections.request')
    expect((await get(server, session.path, page)).status).toBe(200)
    await tell(server, session, 'connections.active')
    expect((await get(server, session.path, page)).status).toBe(410)
    now = new Date(now.getTime() + 59_000)
    await tell(server, session, 'connections.completed') // does not begin the minute anew
    expect((await get(server, session.path, 'application/json')).status).toBe(200)
    now = new Date(now.getTime() + 1_000)
    const late = await get(server, session.path, 'application/json')
    expect(late.status).toBe(410)
    expect(await late.json()).toEqual({ error: expect.any(String) })
    expect(late.headers.get('cache-control')).toBe('no-store')
  })

  test('is over for everybody once the session is', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    for (const topic of ['connections.completed', 'connections.request']) {
      const session = await invite(server)
      await tell(server, session, topic)
      await server.trpc.session.cancel.mutate(session)
      for (const accept of [page, 'application/json'])
        expect((await get(server, session.path, accept)).status).toBe(410)
    }
  })
})

test('a person gets a page that says what this is, and leads into the wallet', async () => {
  const server = await startTestServer()
  const session = await invite(server)
  const response = await get(server, session.path, page)
  const text = await response.text()
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^text\/html/)
  expect(response.headers.get('vary')).toBe('Accept, Cookie')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const oob = new URL(session.invitationUrl).searchParams.get('oob')
  expect(text).toContain(`<a class="button" href="didcomm://invite?oob=${oob}">Open in wallet app</a>`)
  expect(text).toContain('Get the ConfirmD wallet app')
  expect(text).toContain(session.shortUrl)
  expect(text).toContain('Did somebody send you this?')
  expect(text).not.toContain(session.sessionId)
})

test('on Android the page leads back to itself where no app opens', async () => {
  const server = await startTestServer()
  const session = await invite(server)
  const response = await get(server, session.path, page, {
    'user-agent': 'Mozilla/5.0 (Linux; Android 13; TECNO KI5q)',
  })
  const fallback = `S.browser_fallback_url=${encodeURIComponent(session.shortUrl)};end`
  expect(await response.text()).toMatch(
    new RegExp(`href="intent://invite\\?oob=[\\w-]+#Intent;scheme=didcomm;${fallback}"`),
  )
})

test('the page runs no script, and its policy allows its own style alone', async () => {
  const server = await startTestServer()
  const session = await invite(server)
  for (const path of [session.path, `/i/${unknownId}`]) {
    const response = await get(server, path, page)
    const text = await response.text()
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(text) ?? []
    const hash = createHash('sha256').update(style).digest('base64')
    const policy = response.headers.get('content-security-policy')
    expect(policy).toContain(`style-src 'sha256-${hash}'`)
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('script-src')
    expect(text).not.toMatch(/<script|\bon\w+=/i)
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
  }
})

test('what is no id of an invitation is not found, whoever asks', async () => {
  const server = await startTestServer()
  await invite(server)
  for (const id of [unknownId, 'short', `${unknownId}x`, `${unknownId.slice(1)}%25`, '%00', 'a'.repeat(5_000)]) {
    const forWallet = await get(server, `/i/${id}`, 'application/json')
    expect(forWallet.status).toBe(404)
    expect(await forWallet.json()).toEqual({ error: expect.any(String) })
    const forPeople = await get(server, `/i/${id}`, page)
    expect(forPeople.status).toBe(404)
    expect(await forPeople.text()).toContain('We do not know this invitation')
  }
})

test('HEAD answers as GET does, without a body; a wallet need not say what it accepts', async () => {
  const server = await startTestServer()
  const { path } = await invite(server)
  const head = await fetch(`${server.url}${path}`, { method: 'HEAD', headers: { accept: 'text/html' } })
  expect(head.status).toBe(200)
  expect(head.headers.get('content-type')).toMatch(/^text\/html/)
  expect(await head.text()).toBe('')
  const answer = await answerTo(server, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  expect(answer).toMatch(/content-type: application\/json/i)
})

test('the log never has the id, with which anybody could take the invitation', async () => {
  const server = await startTestServer()
  const { path } = await invite(server)
  await get(server, path, page)
  await get(server, `${path}?x=1`, 'application/json')
  const requests = server.log.lines().filter(({ text }) => text.includes('/i/'))
  expect(requests).toHaveLength(2)
  for (const { text } of server.log.lines()) expect(text).not.toContain(path)
})

test.each([
  [undefined, false],
  ['', false],
  ['*/*', false],
  ['application/json', false],
  ['application/json, text/html', false],
  ['application/json;q=0.9, text/html', true],
  ['text/html;q=0.5, application/json;q=0.9', false],
  ['text/html', true],
  ['text/html, */*', true],
  ['text/html;q=0.5, */*', false],
  ['text/html;q=0, */*', false],
  ['TEXT/HTML ; Q=0.9 , */* ; q=0.1', true],
  ['text/*', true],
  ['image/png', false],
  ['text/html;q=high', false],
  [page, true],
])('Accept: %s asks for a page: %s', (accept, answer) => {
  expect(prefersHtml(accept)).toBe(answer)
})
