import { expect } from '@playwright/test'
import { expectNoViolation } from '../../support/axe.ts'
import { test } from '../../support/e2e.ts'
import { eventTable, send, signIn } from './console.ts'

test.use({ viewport: { width: 390, height: 844 } })

test('the console works on a phone', async ({ page, server }) => {
  await send(server, 'connections.active', { connectionId: 'conn_1' })
  await signIn(page, server)
  const width = () => page.evaluate(() => document.documentElement.scrollWidth)
  await expect(eventTable(page).getByRole('link')).toHaveText(['connections.active'])
  expect(await width()).toBeLessThanOrEqual(390)
  await expectNoViolation(page)
  await eventTable(page).getByRole('link').click()
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Replay' })).toBeInViewport()
  expect(await width()).toBeLessThanOrEqual(390)
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
})
