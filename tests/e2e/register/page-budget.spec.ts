import { extname } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect } from '@playwright/test'
import { test } from '../../support/e2e.ts'

const scriptBudgetBytes = 110_000
const styleBudgetBytes = 15_000

test('registering costs a phone little to download', async ({ page }) => {
  const files = new Map<string, Promise<number>>()
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (['.js', '.css'].includes(extname(pathname)))
      files.set(
        pathname,
        response.body().then((body) => gzipSync(body).length),
      )
  })
  const total = async (extension: string) => {
    const matching = [...files].filter(([pathname]) => extname(pathname) === extension)
    return (await Promise.all(matching.map(([, bytes]) => bytes))).reduce((sum, bytes) => sum + bytes, 0)
  }

  for (const step of ['intro', 'credentials', 'complete']) {
    await page.goto(`/register/${step}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await Promise.all(files.values())
  }
  await page.goto('/register/connect')
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  await expect(page.getByRole('link', { name: 'Open in wallet app' })).toBeVisible()

  expect(files.size).toBeGreaterThan(0)
  expect(await total('.js'), `gzipped bytes of ${[...files.keys()]}`).toBeLessThanOrEqual(scriptBudgetBytes)
  expect(await total('.css'), `gzipped bytes of ${[...files.keys()]}`).toBeLessThanOrEqual(styleBudgetBytes)
})
