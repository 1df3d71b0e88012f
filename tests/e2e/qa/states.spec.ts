import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { test } from '../../support/e2e.ts'
import { createSession, expectAccessible, signIn, stateOf } from './desk.ts'

test('signed out there is the form alone; signing in opens the page that was asked for', async ({ page, server }) => {
  const { sessionId } = await createSession(server)
  await page.goto(`/qa?session=${sessionId}`)
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await expect(page.locator('.qa-chart')).toHaveCount(0)
  await page.getByLabel('Admin token').fill(server.adminToken)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(stateOf(page, 'connection.invitation')).toHaveAttribute('data-look', 'current')
})

test('signed out while the page is open brings the form back', async ({ page, server, context }) => {
  await signIn(page, server)
  const { sessionId } = await createSession(server)
  await page.goto(`/qa?session=${sessionId}`)
  await expect(stateOf(page, 'connection.invitation')).toBeVisible()
  await context.clearCookies() // the page asks for the timeline every few seconds, and is refused
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
})

test('without a session: the machine alone, and where to begin; then the sessions there are', async ({
  page,
  server,
}) => {
  await signIn(page, server)
  await page.goto('/qa')
  await expect(stateOf(page, 'proof.verified')).toBeVisible()
  await expect(page.getByText('There is no session yet.')).toBeVisible()
  const { sessionId } = await createSession(server)
  await page.getByRole('link', { name: sessionId.slice(0, 8) }).click()
  await expect(page).toHaveURL(new RegExp(`session=${sessionId}`))
  await expect(stateOf(page, 'connection.invitation')).toHaveAttribute('data-look', 'current')
  await page.getByRole('button', { name: 'Choose another session' }).click()
  await page.getByRole('searchbox', { name: 'Any id' }).fill('no such id')
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await expect(page.getByRole('link', { name: sessionId.slice(0, 8) })).toBeVisible()
})

for (const session of [randomUUID(), 'nonsense']) {
  test(`an unknown session (${session.length} characters) is said to be so, with others to choose`, async ({
    page,
    server,
  }) => {
    await signIn(page, server)
    await page.goto(`/qa?session=${session}`)
    await expect(page.getByRole('alert')).toContainText('There is no such session')
    await page.getByRole('button', { name: 'Choose another session' }).click()
    await expect(page).toHaveURL(/\/qa$/)
    await expect(page.getByRole('alert')).toHaveCount(0)
  })
}

test('an entry that the timeline does not have is said to be so', async ({ page, server }) => {
  await signIn(page, server)
  const { sessionId } = await createSession(server)
  await page.goto(`/qa?session=${sessionId}&event=v99`)
  await expect(page.getByRole('alert')).toContainText('no such entry')
  await expect(stateOf(page, 'connection.invitation')).toHaveAttribute('data-look', 'current')
})

test('a stream that is cut: says so, comes back, and has missed nothing', async ({ page, server }) => {
  await signIn(page, server)
  const session = await createSession(server)
  await page.goto(`/qa?session=${session.sessionId}`)
  await expect(page.getByText('Live · invitation')).toBeVisible()
  await server.kill('SIGKILL')
  await expect(page.getByText('Connection lost. Reconnecting…')).toBeVisible()
  await server.restart()
  await session.send('connections.active')
  await expect(page.getByText('Live · active')).toBeVisible({ timeout: 15_000 })
  await expect(stateOf(page, 'connection.active')).toHaveAttribute('data-look', 'current')
})

test.describe('where the webhook route refuses', () => {
  test.use({ variables: { WEBHOOK_RATE_LIMIT: '1' } })

  test('the page says what it answered', async ({ page, server }) => {
    await signIn(page, server)
    const { sessionId } = await createSession(server)
    await page.goto(`/qa?session=${sessionId}`)
    await page.getByRole('button', { name: 'connection.request', exact: true }).click()
    await expect(page.getByText('connections.request was sent as a webhook: applied.')).toBeVisible()
    await page.getByRole('button', { name: 'connection.active', exact: true }).click()
    await expect(page.getByText('connection.active was not applied.')).toContainText('503 Rate limit exceeded')
    await expect(stateOf(page, 'connection.request')).toHaveAttribute('data-look', 'current')
  })
})

const modes = {
  live: [''],
  past: ['event=v2'],
  table: ['view=table'],
  sandbox: ['mode=sandbox'],
  counted: ['mode=coverage', 'mode=tests'],
}

for (const [name, addresses] of Object.entries(modes)) {
  test(`no accessibility violation, light or dark: ${name}`, async ({ page, server }) => {
    test.slow() // axe looks at every label of the chart
    await signIn(page, server)
    const session = await createSession(server)
    for (const topic of ['connections.request', 'connections.active', 'connections.response']) await session.send(topic)
    for (const address of addresses) {
      await page.goto(`/qa?session=${session.sessionId}&${address}`)
      await expect(page.locator('.qa-state, .qa-table').first()).toBeVisible()
      if (name === 'live' || name === 'past') await expect(page.getByRole('list', { name: 'Timeline' })).toBeVisible()
      await expectAccessible(page)
    }
  })
}

test('no accessibility violation, light or dark: without a session, and with one that nobody knows', async ({
  page,
  server,
}) => {
  await signIn(page, server)
  await page.goto('/qa')
  await expect(page.getByText('There is no session yet.')).toBeVisible()
  await expectAccessible(page)
  await page.goto(`/qa?session=${randomUUID()}`)
  await expect(page.getByRole('alert')).toBeVisible()
  await expectAccessible(page)
})
