import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createClientFiles } from '../../../server/http/client-files.ts'
import { freshDirectory } from '../../support/databases.ts'

const built = 'dist/client'
const settings = {
  mode: 'simulator',
  environment: 'simulator',
  walletScheme: 'didcomm',
  portals: false,
  privacy: { by: 'NELFUND asks for it.', kept: 'For a while.' },
  asked: {
    registration: { attributes: [], portal: [], sensitive: [] },
    authentication: { attributes: [], portal: [], sensitive: [] },
  },
} as const
const script = readdirSync(join(built, 'assets')).find((name) => /^register-.*\.js$/.test(name)) ?? ''
const decompress = { br: brotliDecompressSync, gzip: gunzipSync }

/** The pages of a build that is deleted once they have been read. */
async function filesOfDeletedBuild() {
  const directory = join(await freshDirectory(), 'client')
  await cp(built, directory, { recursive: true })
  const { routes } = createClientFiles(directory, settings)
  rmSync(directory, { recursive: true })
  return (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    routes.request(path, { headers, method })
}

test('a start without built pages says what builds them', async () => {
  const directory = await freshDirectory()
  expect(() => createClientFiles(directory, settings)).toThrow(/no built pages in .*npm start/)
})

test('everything is answered out of memory: the build can be gone', async () => {
  const ask = await filesOfDeletedBuild()
  const assets = readdirSync(join(built, 'assets'))
  for (const name of assets) {
    const response = await ask(`/assets/${name}`)
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(Buffer.from(await response.arrayBuffer())).toEqual(readFileSync(join(built, 'assets', name)))
  }
  expect(assets.length).toBeGreaterThan(5)
  expect((await ask('/icon.svg')).headers.get('content-type')).toBe('image/svg+xml')
  for (const path of ['/register/connect', '/admin', '/qa', '/wallet']) expect((await ask(path)).status).toBe(200)
  expect((await ask('/nothing')).status).toBe(404)
})

test.each([
  ['br', 'gzip, deflate, br'],
  ['gzip', 'gzip'],
  ['gzip', 'br;q=0, *'],
] as const)('compressed with %s for who takes %s, and the same again', async (encoding, accepted) => {
  const ask = await filesOfDeletedBuild()
  for (const path of [`/assets/${script}`, '/register/connect']) {
    const plain = await ask(path)
    const response = await ask(path, { 'Accept-Encoding': accepted })
    expect(plain.headers.get('content-encoding')).toBeNull()
    if (path.startsWith('/assets')) expect(response.headers.get('content-encoding')).toBe(encoding)
    for (const { headers } of [plain, response].slice(path.startsWith('/assets') ? 0 : 2))
      expect(headers.get('vary')).toMatch(/\bAccept-Encoding$/)
    expect(response.headers.get('etag')).toBe(plain.headers.get('etag'))
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(response.headers.get('content-length')).toBe(String(bytes.length))
    const text = response.headers.has('content-encoding') ? decompress[encoding](bytes) : bytes
    expect(text).toEqual(Buffer.from(await plain.arrayBuffer()))
  }
})

test('the wizard comes in the language of who asks, with its words, its style and what it shows first', async () => {
  const ask = await filesOfDeletedBuild()
  const etags = new Set<string | null>()
  for (const [language, tag, words] of [
    ['en', 'en-NG', 'Connect Wallet'],
    ['ha', 'ha', 'Ku haɗa walet'],
    ['yo', 'yo', 'So wọ́lẹ́ẹ̀tì pọ̀'],
  ]) {
    const response = await ask('/register/connect', { Cookie: `lang=${language}` })
    const page = await response.text()
    expect(page).toContain(`<html lang="${tag}">`)
    expect(page).toMatch(new RegExp(`<div id="root"><div class="shell.*${words}</button>`))
    expect(page.match(/<link rel="modulepreload"/g)?.length).toBeGreaterThanOrEqual(language === 'en' ? 1 : 2)
    expect(page).not.toMatch(/<link rel="stylesheet"|<div id="root"><\/div>|undefined|\[object/)
    expect(response.headers.get('vary')).toMatch(/^Cookie\b/)
    expect(response.headers.get('cache-control')).toBe('private, no-cache')
    etags.add(response.headers.get('etag'))
    expect(gzipSync(page).length).toBeLessThan(14_000) // what comes in the first answer's packets, without another word to the phone
  }
  expect(etags.size).toBe(3)
  const chosen = await ask('/register/credentials?session=a&lang=pcm')
  expect(chosen.headers.get('set-cookie')).toMatch(/^lang=pcm;/)
  expect(await chosen.text()).not.toMatch(/<div id="root">.*Connect Wallet.*<template/s)
  const missing = await ask('/register/nothing', { Cookie: 'lang=ha' })
  expect(missing.status).toBe(404)
  expect(await missing.text()).toContain('<h1>Babu shafi a nan</h1>')
})

test('who has it already gets 304', async () => {
  const ask = await filesOfDeletedBuild()
  const etag = (await ask('/register/connect')).headers.get('etag') ?? ''
  expect((await ask('/register/connect', { 'If-None-Match': `"other", ${etag}` })).status).toBe(304)
  expect((await ask('/register/connect', { 'If-None-Match': '"other"' })).status).toBe(200)
})

test.each([
  '/.vite/manifest.json',
  '/%2evite/manifest.json',
  '/.vite/',
  '/assets/../.vite/manifest.json',
  '/index.html',
  '/register.html',
])('%s is nobody’s business', async (path) => {
  const ask = await filesOfDeletedBuild()
  const response = await ask(path)
  expect(response.status).toBe(404)
  expect(await response.text()).toMatch(/^<!doctype html>/i)
})
