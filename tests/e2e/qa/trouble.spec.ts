import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { test } from '../../support/e2e.ts'
import { startServerProcess } from '../../support/server-process.ts'
import { createSession, expectAccessible, expectNow, sender, signIn, stateOf } from './desk.ts'

test('from nothing to a session: signed out, alone, found, cut off, back, and signed out again', async ({
  page,
  server,
  context,
}) => {
  await page.goto('/qa')
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await expect(page.locator('.qa-chart')).toHaveCount(0)
  await page.getByLabel('Admin token').fill(server.adminToken)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(stateOf(page, 'proof.verified')).toBeVisible()
  await page.setViewportSize({ width: 1440, height: 900 })
  await expect(page.getByText('There is no session yet.')).toBeVisible()
  await expectAccessible(page)

  const session = await createSession(server)
  await page.keyboard.press('/')
  await page.keyboard.type(session.sessionId)
  await page.getByRole('link', { name: session.sessionId.slice(0, 8) }).click()
  await expectNow(page, 'connection.invitation')
  await page.getByRole('searchbox').fill('no such id')
  await page.getByRole('button', { name: 'Clear the filters' }).click()

  await server.kill('SIGKILL')
  await expect(page.getByText('Connection lost. Reconnecting…')).toBeVisible()
  await server.restart()
  await session.send('connections.active')
  await expectNow(page, 'connection.active')
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible()

  await context.clearCookies()
  await session.send('connections.completed')
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
})

test.describe('where there is nothing to follow, or nothing to send', () => {
  test.use({ variables: { WEBHOOK_RATE_LIMIT: '1' } })

  test('an unknown session is said to be so; what the webhook route refuses is said in its words', async ({
    page,
    server,
  }) => {
    await signIn(page, server)
    for (const unknown of [randomUUID(), 'nonsense']) {
      await page.goto(`/qa?session=${unknown}`)
      await expect(page.getByRole('alert')).toContainText('There is no such session')
    }
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Choose another session' }).click()
    await expect(page).toHaveURL(/\/qa$/)
    const { sessionId } = await createSession(server)
    await page.goto(`/qa?session=${sessionId}`)
    await sender(page, 'connection.request').click()
    await expectNow(page, 'connection.request')
    await sender(page, 'connection.active').click()
    await expect(page.getByText('connection.active was not applied')).toContainText('503 Rate limit exceeded')
  })
})

test('in production nothing is sent, and the page says so before one tries', async ({ page, server }) => {
  const session = await createSession(server)
  await server.kill('SIGKILL')
  await using production = await startServerProcess({
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    DATABASE_URL: `sqlite:${server.directory}/data/nelfund-connect.db`,
    ADMIN_TOKEN: 'admin-token-of-production-0123456789abcdef',
    CLIENT_ID: 'id',
    CLIENT_SECRET: 'secret',
    ORGANIZATION_ID: 'organization',
    CREDENTIAL_DEFINITION_ID: 'registration',
    PROOF_CREDENTIAL_DEFINITION_ID: 'card',
    CONFIRMD_AUTH_URL: `${server.url}/token`, // nothing answers there
    CONFIRMD_API_URL: server.url,
  })
  await page.goto(`${production.url}/qa?session=${session.sessionId}`)
  await page.getByLabel('Admin token').fill(production.adminToken)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expectNow(page, 'connection.invitation')
  await expect(page.getByText('This server is in production: it sends no test events.')).toBeVisible()
  await expect(sender(page, 'connection.request')).toBeDisabled()
  await expect(stateOf(page, 'connection.request')).not.toContainText('send')
  await stateOf(page, 'connection.request').click()
  await page.keyboard.press('1')
  await expectNow(page, 'connection.invitation')
})
