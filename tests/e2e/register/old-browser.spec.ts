import { expect } from '@playwright/test'
import { test } from './wizard.ts'

test('every page is tried without what the oldest promised browsers have not', async ({ page }) => {
  await page.goto('/register/intro')
  await expect(page.getByRole('link', { name: 'Proceed to Connect' })).toBeVisible()
  const left = await page.evaluate(() => [
    'any' in AbortSignal,
    'groupBy' in Map,
    'withResolvers' in Promise,
    'toSorted' in [],
    'URLPattern' in globalThis,
  ])
  expect(left).toEqual([false, false, false, false, false])
})
