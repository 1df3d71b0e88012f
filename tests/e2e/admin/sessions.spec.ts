import { expect } from '@playwright/test'
import { expectNoViolation } from '../../support/axe.ts'
import { test } from '../../support/e2e.ts'
import { createSession, eventTable, send, signIn } from './console.ts'

test('a session is found by the reference that a student quotes, and its story is live', async ({ page, server }) => {
  await createSession(server)
  const { sessionId, invitationId } = await createSession(server)
  await signIn(page, server, '/admin/sessions')
  const rows = page.getByRole('table', { name: 'Sessions, newest first' }).getByRole('row')
  await expect(rows).toHaveCount(3)
  await expectNoViolation(page)

  await page.getByLabel('Search by any id').fill(sessionId.slice(0, 8))
  await page.keyboard.press('Enter')
  await expect(rows).toHaveCount(2)
  await page.getByRole('link', { name: sessionId.slice(0, 8) }).click()
  const timeline = page.getByRole('list', { name: 'Timeline' })
  await expect(timeline.getByRole('listitem')).toHaveCount(1)
  await send(server, 'connections.request', { invitationId, connectionId: 'conn_1' })
  await expect(timeline.getByRole('listitem')).toHaveCount(2)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  await page.getByRole('combobox', { name: 'Status' }).selectOption('completed')
  await page.getByRole('button', { name: 'Search' }).click()
  await expect(page.getByText('No session matches.')).toBeVisible()
  await page.getByRole('link', { name: 'Clear the filters' }).click()
  await expect(rows).toHaveCount(3)
})

test.describe('with the server gone', () => {
  test('what is shown is said to be old, and renewed by itself when it is back', async ({ page, server }) => {
    await signIn(page, server)
    await send(server, 'things.before')
    await expect(eventTable(page).getByRole('link', { name: 'things.before' })).toBeVisible()
    await server.kill('SIGKILL')
    await expect(page.getByText(/^Reconnecting…/)).toBeVisible({ timeout: 10_000 })
    await page.getByRole('link', { name: 'Sessions', exact: true }).click()
    await expect(page.getByText('The sessions could not be loaded.')).toBeVisible({ timeout: 20_000 })

    await server.restart()
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText('No student has started yet.')).toBeVisible()
    await page.getByRole('link', { name: 'Webhooks' }).click()
    await expect(page.getByText(/^Reconnecting…/)).toBeHidden({ timeout: 20_000 })
    await send(server, 'things.after')
    await expect(eventTable(page).getByRole('link', { name: 'things.after' })).toBeVisible()
  })
})
