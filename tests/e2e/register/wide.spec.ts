import { expect } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'
import { createSession } from './platform.ts'
import { reads } from './reads.ts'
import { test } from './wizard.ts'

test('a wide screen leads with the code, and has the link to copy beside it', async ({ page, server }) => {
  await page.goto('/register/intro')
  await expect(page.getByRole('link', { name: 'Proceed to Connect' })).toBeVisible()
  await inspectPage(page)
  await page.getByRole('link', { name: 'Proceed to Connect' }).click()
  await expect(page.getByRole('button', { name: 'Connect Wallet' })).toBeVisible()
  await inspectPage(page)

  const session = await createSession(server)
  await page.goto(`/register/connect?session=${session.sessionId}`)
  await expect(page.getByRole('img', { name: /^QR code/ })).toBeInViewport()
  await expect(page.getByRole('button', { name: 'Copy invitation link' })).toBeInViewport()
  await expect(page.getByRole('link', { name: 'Open in wallet app' })).toBeVisible()
  await reads(page, 'Waiting for your wallet')
})
