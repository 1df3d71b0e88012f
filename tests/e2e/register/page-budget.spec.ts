import { gzipSync } from 'node:zlib'
import { expect } from '@playwright/test'
import { weighPage } from '../../support/page-weight.ts'
import { answerInWallet, connectWallet, readSession } from './platform.ts'
import { test } from './wizard.ts'

const scriptBudgetBytes = 80_000
const styleBudgetBytes = 15_000

test('registering costs a phone little to download, from the first page to the last', async ({ page, server }) => {
  const weight = weighPage(page, server.url)
  await page.goto('/register/intro')
  await page.getByRole('link', { name: 'Proceed to Connect' }).click()
  const style = await page.locator('head > style').innerHTML()
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

  const names = weight.names()
  expect(await weight.total('.js'), `gzipped bytes of ${names}`).toBeLessThanOrEqual(scriptBudgetBytes)
  expect(await weight.total('.js'), `gzipped bytes of ${names}`).toBeGreaterThan(scriptBudgetBytes / 2)
  expect(await weight.total('.css')).toBe(0) // it comes with the page
  expect(gzipSync(style).length).toBeLessThanOrEqual(styleBudgetBytes)
  expect(gzipSync(style).length).toBeGreaterThan(styleBudgetBytes / 10)
})
