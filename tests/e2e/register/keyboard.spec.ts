import { expect, type Page } from '@playwright/test'
import { stay } from './stay.ts'
import { test } from './wizard.ts'

const mostTabStops = 20

test('the whole way with the keyboard alone', async ({ page }) => {
  await stay(page)
  await page.goto('/register/intro')
  await choose(page, 'Proceed to Connect')
  await expect(page.getByRole('heading', { level: 1, name: 'Connect your wallet' })).toBeFocused()
  await choose(page, 'Connect Wallet')
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  await tabTo(page, 'Copy invitation link')
  await tabTo(page, 'Start again')

  const opened = page.waitForEvent('popup')
  await choose(page, 'Open the simulated wallet')
  const wallet = await opened
  await choose(wallet, 'Accept')
  await expect(page.getByRole('status')).toContainText('Your wallet is connected')
  await choose(page, 'Continue')
  await expect(page.getByRole('heading', { level: 1, name: 'Share your credentials' })).toBeFocused()
  await choose(wallet, 'Share')
  await expect(page.getByRole('status')).toContainText('Your registration credential is ready')
  await choose(wallet, 'Receive')
  await expect(page.getByRole('heading', { level: 1, name: 'You are registered' })).toBeFocused()
  await tabTo(page, 'Print or save this page')
  await choose(page, 'Start again')
  await page.keyboard.press('Enter') // the question has the focus on what it asks about
  await expect(page.getByRole('heading', { level: 1, name: 'Register with your student wallet' })).toBeVisible()
})

/** Goes to a button or link with Tab and presses Enter there. */
async function choose(page: Page, name: string): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press('Enter')
}

/** Presses Tab until the button or link of that name has the focus, and shows it. */
async function tabTo(page: Page, name: string): Promise<void> {
  const target = page.getByRole('button', { name }).or(page.getByRole('link', { name }))
  await expect(target).toBeVisible()
  for (let stop = 0; stop < mostTabStops; stop++) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) {
      await expect(target).toHaveCSS('outline-style', 'solid')
      await expect(target).toBeInViewport()
      return
    }
  }
  throw new Error(`No way with Tab to "${name}"`)
}
