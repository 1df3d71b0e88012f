import { expect } from '@playwright/test'
import { expectNoViolation } from '../../support/axe.ts'
import { test } from '../../support/e2e.ts'
import { send, signIn } from './console.ts'

test('who is signed out sees the form alone, and a wrong token opens nothing', async ({ page, server, context }) => {
  await send(server, 'connections.active', { connectionId: 'conn_secret' })
  await page.goto('/admin')
  await expect(page.getByLabel('Admin token')).toBeFocused()
  await expect(page.getByRole('main').getByRole('button')).toHaveText(['Sign in'])
  await expect(page.getByRole('main').getByRole('link')).toHaveCount(0)
  await expect(page.getByText('connections.active')).toHaveCount(0)
  await expectNoViolation(page)

  await page.getByLabel('Admin token').fill('not-the-token')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveText('That is not the admin token.')
  await expect(page.getByLabel('Admin token')).toHaveAttribute('aria-invalid', 'true')
  await expectNoViolation(page)
  expect(await context.cookies()).toEqual([])
})

test('signing in lasts over a reload, and signing out ends it in every tab', async ({ page, server, context }) => {
  await signIn(page, server)
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))
  expect(kept).not.toContain(server.adminToken)
  const [cookie] = await context.cookies()
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' })

  await page.reload()
  const other = await context.newPage()
  await other.goto('/admin/sessions')
  await expect(other.getByRole('heading', { name: 'Sessions' })).toBeAttached()

  await page.getByRole('button', { name: /^Signed in as/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByLabel('Admin token')).toBeVisible()
  await expect(other.getByLabel('Admin token')).toBeVisible()
})

test('too many wrong tokens are slowed down, and the form says so', async ({ page }) => {
  await page.goto('/admin')
  const alert = page.getByRole('alert')
  await expect(async () => {
    await page.getByLabel('Admin token').fill('not-the-token')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled()
    await expect(alert).toContainText('Too many wrong tokens', { timeout: 1 })
  }).toPass({ intervals: [0] })
})
