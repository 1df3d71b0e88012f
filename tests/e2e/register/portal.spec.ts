import { expect, type Page } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'
import { test } from './example-portal.ts'

/** Inside the first screen of a small phone. */
const lowestPx = 660

test('a portal learns who registered, and knows them again', async ({ page, portal }) => {
  test.slow()
  await page.goto(portal.url)
  await page.getByRole('link', { name: 'Register with your student wallet' }).click()
  await expect(page).toHaveURL(/\/register\/intro\?type=registration$/)
  await expect(page.getByText('Example portal sent you here')).toBeVisible()
  await page.setViewportSize({ width: 360, height: 740 })
  const proceed = await page.getByRole('link', { name: 'Proceed to Connect' }).boundingBox()
  expect((proceed?.y ?? lowestPx) + (proceed?.height ?? 0)).toBeLessThanOrEqual(lowestPx)
  await inspectPage(page)
  const wallet = await connect(page)
  await wallet.getByRole('button', { name: 'Share' }).click()
  await wallet.getByRole('button', { name: 'Receive' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'You are registered' })).toBeVisible()
  await wallet.close()
  const number = await page.getByText(/^NELFUND-[0-9A-F]{12}$/).textContent()
  await expect(page.getByText(/^[2-9A-Z]{3}-[2-9A-Z]{3}$/)).toBeVisible()
  const given = page.locator('dt:text("Given to") + dd')
  await expect(given).toContainText('Example portal')
  await expect(given.getByRole('listitem')).not.toHaveCount(0)
  await inspectPage(page)
  const registered = await goBack(page)
  expect(registered).toMatchObject({
    surname: 'Okafor',
    registration_number: number,
    registration_status: 'registered',
  })

  await page.getByRole('link', { name: 'Sign in with your student wallet' }).click()
  await expect(page).toHaveURL(/\/register\/intro\?type=authentication$/)
  const again = await connect(page)
  await again.getByRole('button', { name: 'Share' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Your identity is confirmed' })).toBeVisible()
  const known = await goBack(page)
  expect(known).toMatchObject({ sub: registered.sub, registration_number: number })
})

test('a portal is told that a student declined', async ({ page, portal }) => {
  await page.goto(portal.url)
  await page.getByRole('link', { name: 'Register with your student wallet' }).click()
  const wallet = await connect(page)
  await wallet.getByRole('button', { name: 'Decline' }).click()
  await expect(page.getByRole('status')).toContainText('You declined to share')
  await page.getByRole('link', { name: 'Return to Example portal' }).click()
  await expect(page.getByText('Nobody is signed in: The student declined in the wallet.')).toBeVisible()
})

/** From the first page to a wallet that is asked to share; resolves with the wallet's page. */
async function connect(page: Page): Promise<Page> {
  await page.getByRole('link', { name: 'Proceed to Connect' }).click()
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  const opened = page.waitForEvent('popup')
  await page.getByRole('link', { name: 'Open the simulated wallet' }).click()
  const wallet = await opened
  const same = page.locator('.same')
  await expect(same).toContainText('Your wallet must show the same two:')
  await expect(same).toContainText('Example portal')
  const reference = /[2-9A-Z]{3}-[2-9A-Z]{3}/.exec((await same.textContent()) ?? '')?.[0] ?? 'none'
  await expect(wallet.getByRole('main')).toContainText('Example portal')
  await expect(wallet.getByRole('main')).toContainText(reference)
  await wallet.getByRole('button', { name: 'Accept' }).click()
  await expect(wallet.getByRole('button', { name: 'Share' })).toBeVisible()
  return wallet
}

/** Back to the portal; resolves with what it was told. */
async function goBack(page: Page): Promise<Readonly<Record<string, string>>> {
  await page.getByRole('link', { name: 'Return to Example portal' }).click()
  await expect(page.getByRole('heading', { name: 'Signed in' })).toBeVisible()
  const names = await page.locator('dt').allTextContents()
  const values = await page.locator('dd').allTextContents()
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))
}
