import { expect } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'
import { test } from './wizard.ts'

test.use({ errorsShown: /404/ })

test('an address that nothing has says so, and leads to the beginning', async ({ page }) => {
  const response = await page.goto('/register-here')
  expect(response?.status()).toBe(404)
  await expect(page.getByRole('heading', { name: 'There is no page here' })).toBeVisible()
  await inspectPage(page)
  await page.getByRole('link', { name: 'Go to registration' }).click()
  await expect(page).toHaveURL(/\/register\/intro$/)
})
