import { expect } from '@playwright/test'
import { test } from '../../support/e2e.ts'
import { weighPage } from '../../support/page-weight.ts'
import { signIn } from './console.ts'

test.use({ sharesServer: true })

const scriptBudgetBytes = 150_000
const styleBudgetBytes = 15_000

test('the console costs little to download, all of its parts and its finder', async ({ page, server }) => {
  const weight = weighPage(page, server.url)
  await signIn(page, server)
  const parts = {
    Sessions: 'Sessions',
    Platform: 'Platform',
    Privacy: 'What portals were told',
    Activity: 'Who did what',
  }
  for (const [part, name] of Object.entries(parts)) {
    await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: part }).click()
    await expect(page.getByRole('heading', { level: 1, name })).toBeAttached()
  }
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog', { name: 'Find anything' })).toBeVisible()
  expect(await weight.total('.js'), `gzipped bytes of ${weight.names()}`).toBeLessThanOrEqual(scriptBudgetBytes)
  expect(await weight.total('.js'), `gzipped bytes of ${weight.names()}`).toBeGreaterThan(scriptBudgetBytes / 2)
  expect(await weight.total('.css'), `gzipped bytes of ${weight.names()}`).toBeLessThanOrEqual(styleBudgetBytes)
})
