import { expect } from '@playwright/test'
import { createSession, shownReference, tell } from './platform.ts'
import { test } from './wizard.ts'

test('the last page prints what matters, dark on light, whatever the screen has', async ({ page, server }) => {
  const session = await createSession(server)
  await tell(server, session, 'connections.completed', 'proofs.verified', 'credentials.issued')
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(`/register/complete?session=${session.sessionId}`)
  await expect(page.getByRole('button', { name: 'Print or save this page' })).toBeVisible()

  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect(page.getByRole('button', { name: 'Print or save this page' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Start again' })).toBeHidden()
  await expect(page.getByRole('heading', { level: 1, name: 'You are registered' })).toBeVisible()
  await expect(page.getByText(await shownReference(server, session), { exact: true })).toBeVisible()
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(246, 247, 245)')
})
