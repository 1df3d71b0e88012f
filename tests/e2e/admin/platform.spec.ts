import { expect } from '@playwright/test'
import { expectNoViolation } from '../../support/axe.ts'
import { test } from '../../support/e2e.ts'
import { post, signIn } from './console.ts'

test('the platform’s side: the app, a test that arrives, and a new secret shown once', async ({ page, server }) => {
  await signIn(page, server, '/admin/platform')
  await expect(page.getByRole('region', { name: 'Webhook app' })).toContainText('/api/webhooks/confirmd')
  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect(page.getByText('The test arrived.')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Last deliveries' }).getByRole('row')).not.toHaveCount(0)
  await expectNoViolation(page)

  await page.getByRole('button', { name: 'Rotate the secret' }).click()
  const dialog = page.getByRole('dialog', { name: 'Rotate the secret' })
  await dialog.getByRole('button', { name: 'Make a new secret' }).click()
  const secret = (await dialog.locator('code').textContent()) ?? ''
  expect(secret).toMatch(/^[0-9a-f]{64}$/)
  await expectNoViolation(page)
  for (const accepted of [secret, server.webhookSecret]) expect((await post(server, {}, accepted)).status).toBe(400)
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByText(secret)).toHaveCount(0)
})
