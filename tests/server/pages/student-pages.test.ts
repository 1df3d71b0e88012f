import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { tags } from '../../../shared/messages/languages.ts'
import { startTestServer } from '../../support/test-server.ts'

const html = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
const pageBudgetBytes = 6 * 1024

/** All pages that need no script, of a server with everything on it that makes them long. */
async function startWithPages() {
  const server = await startTestServer({
    variables: {
      HELP_PHONE: '0800 000 0000',
      HELP_WHATSAPP: '+234 700 000 0000',
      HELP_EMAIL: 'help@nelfund.example',
      HELP_HOURS: 'Monday to Friday, 8:00 to 17:00',
    },
  })
  const { shortUrl } = await server.trpc.session.create.mutate({})
  const paths = ['/register/intro', '/help', '/privacy', new URL(shortUrl).pathname]
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${server.url}${path}`, { headers: { accept: html, ...headers }, redirect: 'manual' })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  return { paths, get }
}

test('each page is whole as it comes, runs no script of its own, and is small, in every language', async () => {
  const { paths, get } = await startWithPages()
  for (const path of paths)
    for (const tag of tags) {
      const { status, text, headers } = await get(path, { cookie: `lang=${tag}` })
      expect(status).toBe(200)
      expect(headers.get('vary')).toContain('Cookie')
      expect(text).toMatch(new RegExp(`<html lang="${tag === 'en' ? 'en-NG' : tag}">`))
      expect(text).toMatch(/<h1>.+<\/h1>/)
      expect(text).not.toMatch(/<script(?! type="module" src)|\bon\w+="|undefined|\[object/)
      for (const other of ['/help', '/privacy'].filter((link) => link !== path))
        expect(text).toContain(`href="${other}"`)
      for (const choice of tags) expect(text).toContain(`<a lang="${choice}" href="?lang=${choice}"`)
      expect(gzipSync(text).length, `${path} in ${tag}`).toBeLessThanOrEqual(pageBudgetBytes)
    }
})

test('the first page leads on by a link, with what the address asks for', async () => {
  const { get } = await startWithPages()
  expect((await get('/register/intro')).text).toContain(
    '<a class="button" href="/register/connect">Proceed to Connect</a>',
  )
  const { text } = await get('/register/intro?type=authentication&lang=ha')
  expect(text).toContain('href="/register/connect?type=authentication"')
  expect(text).toContain('href="?type=authentication&amp;lang=yo"')
  const back = await get('/register/intro?session=a%26b')
  expect([back.status, back.headers.get('location')]).toEqual([302, '/register/connect?session=a%26b'])
})

test('a language that was chosen is kept, and what it has no words for is marked as English', async () => {
  const { paths, get } = await startWithPages()
  for (const path of paths) {
    const chosen = await get(`${path}?lang=yo`)
    expect(chosen.headers.get('set-cookie')).toMatch(/^lang=yo; Max-Age=31536000; Path=\/; SameSite=Lax$/)
    expect(chosen.text).toContain('<span lang="en">')
    expect((await get(path, { cookie: 'other=1; lang=yo' })).text).toContain('<html lang="yo">')
    const unknown = await get(`${path}?lang=xx`)
    expect(unknown.headers.get('set-cookie')).toBeNull()
    expect(unknown.text).not.toContain('<span lang="en">')
  }
})

test('the help names whom to ask, and nobody where nobody was named', async () => {
  const { get } = await startWithPages()
  const { text } = await get('/help')
  for (const way of [
    'tel:08000000000',
    'https://wa.me/2347000000000',
    'mailto:help@nelfund.example',
    'Monday to Friday',
  ])
    expect(text).toContain(way)
  const unnamed = await startTestServer()
  expect(await (await fetch(`${unnamed.url}/help`)).text()).toContain('No telephone number or address has been set')
})
