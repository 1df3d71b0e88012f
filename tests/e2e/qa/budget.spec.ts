import { gzipSync } from 'node:zlib'
import { expect } from '@playwright/test'
import { test } from '../../support/e2e.ts'
import { longHistory } from '../../support/long-history.ts'
import { signIn, stateOf } from './desk.ts'

test.use({ sharesServer: true })

const chunkBudgetBytes = 350_000

test('the page’s own code is small, and no other page loads it', async ({ page, server }) => {
  const sizes = new Map<string, number>()
  page.on('response', async (response) => {
    if (/\/qa-page-.*\.js$/.test(response.url())) sizes.set(response.url(), gzipSync(await response.body()).length)
  })
  await signIn(page, server)
  for (const other of ['/register/intro', '/register/connect', '/wallet', '/admin']) {
    await page.goto(other)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  expect([...sizes.keys()]).toEqual([])
  await page.goto('/qa')
  await expect(stateOf(page, 'proof.verified')).toBeVisible()
  await expect.poll(() => [...sizes.values()].length).toBe(1)
  for (const bytes of sizes.values()) expect(bytes).toBeLessThan(chunkBudgetBytes)
})

test('a timeline of 10,000 entries keeps few rows in the page, and scrolls and scrubs to its ends', async ({
  page,
  server,
}) => {
  await signIn(page, server)
  await page.goto('/qa?mode=file')
  await page.getByLabel('Import a history').setInputFiles(longHistory(10_000))
  const list = page.getByRole('list', { name: 'Timeline' })
  await expect(list.getByRole('listitem').filter({ hasText: 'topic 9999' })).toBeVisible()
  await page.getByRole('slider').press('Home')
  await expect(list.getByRole('listitem').filter({ hasText: /topic 0$|topic 0\D/ })).toBeVisible()
  expect(await list.getByRole('listitem').count()).toBeLessThan(60)
})
