import { extname } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect } from '@playwright/test'
import { answerInWallet, connectWallet, readSession } from './platform.ts'
import { test } from './wizard.ts'

const scriptBudgetBytes = 80_000
const styleBudgetBytes = 15_000

test('registering costs a phone little to download, from the first page to the last', async ({ page, server }) => {
  const files = new Map<string, Promise<number>>()
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (!['.js', '.css'].includes(extname(pathname)) || files.has(pathname)) return
    files.set(pathname, sizeOf(new URL(pathname, server.url)))
  })
  const total = async (extension: string) => {
    const matching = [...files].filter(([pathname]) => extname(pathname) === extension)
    return (await Promise.all(matching.map(([, bytes]) => bytes))).reduce((sum, bytes) => sum + bytes, 0)
  }

  await page.goto('/register/intro')
  await page.getByRole('link', { name: 'Proceed to Connect' }).click()
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  await page.getByRole('button', { name: 'Use another device' }).click()
  await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible()
  const sessionId = new URL(page.url()).searchParams.get('session') ?? ''
  const { invitationUrl } = await readSession(server, sessionId)
  const walletConnectionId = await connectWallet(server, invitationUrl)
  await expect.poll(async () => (await readSession(server, sessionId)).proof).toBe('request')
  await answerInWallet(server, walletConnectionId, 'share')
  await expect.poll(async () => (await readSession(server, sessionId)).credential).toBe('offer')
  await answerInWallet(server, walletConnectionId, 'receive')
  await expect(page.getByRole('heading', { level: 1, name: 'You are registered' })).toBeVisible()

  const names = [...files.keys()].join(', ')
  expect(await total('.js'), `gzipped bytes of ${names}`).toBeLessThanOrEqual(scriptBudgetBytes)
  expect(await total('.js'), `gzipped bytes of ${names}`).toBeGreaterThan(scriptBudgetBytes / 2)
  expect(await total('.css'), `gzipped bytes of ${names}`).toBeLessThanOrEqual(styleBudgetBytes)
})

/** As gzip makes a file; a browser that has fetched it ahead does not tell. */
async function sizeOf(url: URL): Promise<number> {
  return gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length
}
