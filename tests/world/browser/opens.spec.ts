import { expect } from '@playwright/test'
import { test } from '../../support/e2e.ts'

test.use({ sharesServer: true })

test('the wizard opens in the oldest Chromium that is promised', async ({ page, browser }) => {
  expect(browser.version()).toMatch(/^111\./)
  const thrown: Error[] = []
  page.on('pageerror', (error) => thrown.push(error))
  await page.goto('/register/intro')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(thrown).toEqual([])
})
