import { expect, type Page } from '@playwright/test'
import { answerInWallet, connectWallet, readSession } from './platform.ts'
import { test } from './wizard.ts'

test('a student registers with a wallet', async ({ page }) => {
  await page.goto('/')
  await expect(page).toHaveURL(/\/register\/intro$/)
  await expect(page).toHaveTitle('Step 1 of 4 – Register with your student wallet')
  await page.getByRole('link', { name: 'Proceed to Connect' }).click()
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  await expect(page).toHaveTitle('Step 2 of 4 – Connect your wallet')

  const wallet = await openWallet(page)
  await wallet.getByRole('button', { name: 'Accept' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Share your credentials' })).toBeFocused()

  await wallet.getByRole('button', { name: 'Share' }).click()
  await expect(page.getByRole('status')).toContainText('Your registration credential is ready')
  await wallet.getByRole('button', { name: 'Receive' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'You are registered' })).toBeFocused()
  await expect(page).toHaveURL(/\/register\/complete\?session=/)
  await expect(page.getByRole('status')).toContainText('Registration complete')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'You are registered' })).toBeVisible()
})

test('a student who only confirms an identity is done after the proof', async ({ page }) => {
  await page.goto('/register/connect?type=authentication')
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  const wallet = await openWallet(page)
  await wallet.getByRole('button', { name: 'Accept' }).click()
  await wallet.getByRole('button', { name: 'Share' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Your identity is confirmed' })).toBeFocused()
  await expect(page.getByRole('status')).toContainText('Your details have been verified')
})

test('a registration goes on without the page', async ({ page, server }) => {
  await page.goto('/register/connect')
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  await expect(page).toHaveURL(/session=/)
  const address = page.url()
  const { invitationUrl } = await readSession(server, new URL(address).searchParams.get('session') ?? '')
  await page.goto('about:blank')

  const walletConnectionId = await connectWallet(server, invitationUrl)
  await expect(() => answerInWallet(server, walletConnectionId, 'share')).toPass() // as soon as it is asked
  await expect(() => answerInWallet(server, walletConnectionId, 'receive')).toPass()
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1, name: 'You are registered' })).toBeVisible()
})

/** Opens the simulated wallet in a second tab, through the link beside the QR code. */
async function openWallet(page: Page): Promise<Page> {
  const opened = page.waitForEvent('popup')
  await page.getByRole('link', { name: 'Open the simulated wallet' }).click()
  return opened
}
