import { join } from 'node:path'
import { expect } from '@playwright/test'
import Database from 'better-sqlite3'
import { expectNoViolation } from '../../support/axe.ts'
import { test } from '../../support/e2e.ts'
import { createSession, eventTable, send, signIn } from './console.ts'

test.use({ errorsExpected: true, variables: { ADMIN_TOKENS: 'amina:amina-amina-amina-amina' } })

test('what failed stands on top with what a replay would do; it is done at once, by name, and tells what it came to', async ({
  page,
  server,
}) => {
  const sessions = [await createSession(server), await createSession(server), await createSession(server)]
  using db = openDatabase(server.directory)
  db.run(`update "ConnectionSession" set "proof" = 'of nothing known'`)
  for (const [index, { invitationId }] of sessions.entries())
    await send(server, 'connections.active', { invitationId, connectionId: `c${index}` })
  db.run(`update "WebhookEvent" set "attempts" = 5, "nextAttemptAt" = null, "error" = 'database or disk is full'`)
  db.run(`update "ConnectionSession" set "proof" = 'idle'`)

  await signIn(page, { ...server, adminToken: 'amina-amina-amina-amina' })
  const alarm = page.getByRole('region', { name: 'Needs a person' })
  await expect(alarm).toContainText('3 webhooks failed: database or disk is full.')
  await expect(alarm).toContainText('Replay would apply 3.')
  await expectNoViolation(page)
  await alarm.getByRole('link', { name: 'Show' }).click()
  await expect(eventTable(page).getByRole('link')).toHaveCount(3)
  await alarm.getByRole('button', { name: 'Replay 3' }).click()
  await expect(alarm).toContainText('3 webhooks replayed')
  await expect(alarm.getByRole('link', { name: '3 applied' })).toBeVisible()
  await expect(page.getByText('No event matches')).toBeVisible()
  await expectNoViolation(page)
  await page.goto('/admin')
  await expect(eventTable(page).getByRole('row', { name: 'replayed by amina' })).toHaveCount(3)
})

test('sessions: how far they come, each by its story; activity: who did what, and everybody signed out', async ({
  page,
  server,
}) => {
  const { sessionId, invitationId } = await createSession(server)
  await createSession(server)
  await send(server, 'connections.active', { invitationId, connectionId: 'c1' })
  await signIn(page, server, '/admin/sessions')
  const funnel = page.getByRole('region', { name: 'How far students come' })
  await expect(funnel.getByRole('listitem')).toHaveText([
    /^2\s*started/,
    /^1\s*scanned, 50 %/,
    /^1\s*connected/,
    /^0/,
    /^0/,
    /^0/,
    /^0/,
  ])
  const rows = page.getByRole('table', { name: 'Sessions, newest first' }).getByRole('row')
  await expect(rows).toHaveCount(3)
  await expectNoViolation(page)
  await page.getByLabel('Filter the sessions').fill(sessionId.slice(0, 8))
  await page.keyboard.press('Enter')
  await expect(rows).toHaveCount(2)
  await rows.getByRole('link').click()
  await expect(page.getByRole('complementary')).toContainText('This server’s turn.')

  await page.getByRole('link', { name: 'Activity' }).click()
  await expect(page.getByRole('table', { name: 'Who did what, newest first' })).toContainText('signed in')
  await expectNoViolation(page)
  await page.getByRole('button', { name: 'Sign everybody out' }).click()
  await page.getByRole('button', { name: 'Sign out 1' }).click()
  await expect(page.getByLabel('Admin token')).toBeVisible()
})

test('the platform’s side: the app, a test that arrives, and a new secret shown once', async ({ page, server }) => {
  await signIn(page, server, '/admin/platform')
  const health = (name: string) => page.getByRole('table', { name: 'Health' }).getByRole('row', { name })
  await expect(page.getByRole('region', { name: 'Webhook app' })).toContainText('/api/webhooks/confirmd')
  await expect(health('Deliveries')).toContainText('nothing to tell it by yet')
  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect(page.getByText('The test arrived.')).toBeVisible()
  await expect(health('Webhook key')).toContainText('as it should be')
  await expect(health('Deliveries')).toContainText('The last was answered 200.')
  await expectNoViolation(page)
  await page.getByRole('button', { name: 'Rotate the secret' }).click()
  const dialog = page.getByRole('dialog', { name: 'Rotate the secret' })
  await dialog.getByRole('button', { name: 'Make a new secret' }).click()
  const secret = (await dialog.locator('code').textContent()) ?? ''
  expect(secret).toMatch(/^[0-9a-f]{64}$/)
  await expectNoViolation(page)
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByText(secret)).toHaveCount(0)
  const steps = page.getByRole('region', { name: 'A new webhook secret' }).getByRole('listitem')
  await expect(steps.filter({ hasText: 'Make it' })).toContainText('seen')
  await expect(steps.filter({ hasText: 'See that only the new one is used' })).toHaveAttribute('aria-current', 'step')
  await expectNoViolation(page)
})

test('with the server gone, what is shown is said to be old, and renewed by itself when it is back', async ({
  page,
  server,
}) => {
  await signIn(page, server)
  await send(server, 'things.before')
  await expect(eventTable(page).getByRole('link', { name: 'things.before' })).toBeVisible()
  await server.kill('SIGKILL')
  await expect(page.getByText('Reconnecting…')).toBeVisible()
  await server.restart()
  await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 30_000 })
  await send(server, 'things.after')
  await expect(eventTable(page).getByRole('link', { name: 'things.after' })).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 } })
  test('rows have two lines, and an event lies over the list', async ({ page, server }) => {
    for (let time = 0; time < 12; time++) await send(server, 'connections.active', { connectionId: `c${time}` })
    await signIn(page, server)
    const links = eventTable(page).getByRole('link')
    await expect(links).not.toHaveCount(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    const inSight = () =>
      eventTable(page)
        .locator('tbody tr:not(.gap)')
        .evaluateAll(
          (rows) => rows.filter((row) => row.getBoundingClientRect().bottom <= window.innerHeight - 58).length,
        )
    await expect.poll(inSight).toBeGreaterThanOrEqual(7)
    await expectNoViolation(page)
    await links.first().click()
    const pane = page.getByRole('complementary', { name: 'Event' })
    await expect(pane.getByRole('button', { name: 'Replay' })).toBeInViewport()
    await expectNoViolation(page)
    await pane.getByRole('button', { name: 'Close' }).click()
    await expect(pane).toBeHidden()
  })
})

/** The server's database, as someone with a database tool has it. */
function openDatabase(directory: string) {
  const db = new Database(join(directory, 'data', 'nelfund-connect.db'))
  return { run: (sql: string) => db.exec(sql), [Symbol.dispose]: () => db.close() }
}
