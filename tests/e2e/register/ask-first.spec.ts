import { expect } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'
import { createSession } from './platform.ts'
import { test } from './wizard.ts'

const question = 'Continue somebody’s registration?'

test.use({ beganThem: false })

test('a link to somebody’s registration asks first, and once', async ({ page, server }) => {
  const { sessionId } = await createSession(server)
  await page.goto(`/register/connect?session=${sessionId}`)
  await expect(page.getByRole('heading', { level: 1, name: question })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Open in wallet app' })).toBeHidden()
  await inspectPage(page)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  await page.reload()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
})

test('who would rather start their own leaves somebody’s as it is, and is asked nothing about it', async ({
  page,
  server,
}) => {
  const { sessionId } = await createSession(server)
  await page.goto(`/register/connect?session=${sessionId}`)
  await page.getByRole('button', { name: 'Start my own' }).click()
  await page.getByRole('link', { name: 'Proceed to Connect' }).click()
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  expect(page.url()).not.toContain(sessionId)
  await page.reload()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
})
