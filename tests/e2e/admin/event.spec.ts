import { expect } from '@playwright/test'
import { expectNoViolation } from '../../support/axe.ts'
import { test } from '../../support/e2e.ts'
import { createSession, eventTable, send, signIn } from './console.ts'

test('one event tells what it did, and everything in it stays text', async ({ page, server, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { invitationId, sessionId } = await createSession(server)
  const theirLabel = `<img src=x onerror="document.title='broken'"> O'Hara`
  const webhookId = await send(server, 'connections.active', { invitationId, connectionId: 'conn_1', theirLabel })
  await signIn(page, server, `/admin?event=${webhookId}`)

  const dialog = page.getByRole('dialog', { name: 'connections.active' })
  await expect(dialog).toContainText('matched by its invitation')
  await expect(dialog).toContainText('connection: invitation → active')
  await expect(dialog).toContainText('guide')
  await expect(dialog.getByText(theirLabel.replaceAll('"', '\\"'))).toBeVisible()
  await expectNoViolation(page)
  await dialog.getByRole('button', { name: 'Raw' }).click()
  await expect(dialog.getByText(`"webhookId":"${webhookId}"`)).toBeVisible()

  await dialog.getByRole('button', { name: 'Copy as curl' }).click()
  await expect(dialog.getByText('Copied')).toBeVisible()
  const command = await page.evaluate(() => navigator.clipboard.readText())
  expect(command).toContain('"X-API-Key: $WEBHOOK_SECRET"')
  expect(command).toContain("O'\\''Hara")
  expect(command).not.toContain(server.webhookSecret)

  await expect(dialog.getByRole('link', { name: 'Show in the visualiser' })).toHaveAttribute(
    'href',
    `/qa?session=${sessionId}`,
  )
  await dialog.getByRole('link', { name: sessionId }).click()
  const session = page.getByRole('dialog', { name: `Session ${sessionId.slice(0, 8)}` })
  await expect(session.getByRole('list', { name: 'Timeline' }).getByRole('listitem')).toHaveCount(2)
  await expect(session).toContainText('connection: invitation → active')
  await expectNoViolation(page)
  await expect(page).not.toHaveTitle('broken')
})

test('a replay tells what it came to, and is recorded', async ({ page, server }) => {
  await send(server, 'connections.active', { connectionId: 'conn_lost' })
  await signIn(page, server)
  await eventTable(page).getByRole('link', { name: 'connections.active' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('No session matches it yet')
  await dialog.getByRole('button', { name: 'Replay' }).click()
  await expect(dialog.getByRole('status')).toHaveText('Replayed: still unmatched. No change.')
  await expect(dialog.getByText('unmatched → unmatched')).toBeVisible()
})

test('an event that is not there is said to be so', async ({ page, server }) => {
  await signIn(page, server, '/admin?event=wh_never')
  await expect(page.getByRole('alert')).toHaveText('There is no event with the ID wh_never.')
})

test('everything can be done by keyboard', async ({ page, server }) => {
  for (const number of [1, 2, 3]) await send(server, `things.number-${number}`)
  await signIn(page, server)
  const links = eventTable(page).getByRole('link')
  await expect(links).toHaveCount(3)

  await page.keyboard.press('j')
  await expect(links.nth(0)).toBeFocused()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(links.nth(2)).toBeFocused()
  await page.keyboard.press('k')
  await expect(links.nth(1)).toBeFocused()
  await page.keyboard.press('r')
  const replayed = page.getByRole('dialog', { name: 'things.number-2' })
  await expect(replayed.getByRole('status')).toHaveText('Replayed: still ignored. No change.')
  await page.keyboard.press('Escape')
  await expect(links.nth(1)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'things.number-2' })).toBeVisible()
  await page.keyboard.press('k')
  await expect(page.getByRole('dialog', { name: 'things.number-3' })).toBeVisible()
  await page.keyboard.press('r')
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('Replayed')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(links.nth(0)).toBeFocused()

  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expectNoViolation(page)
  await help.getByLabel('Enable keyboard shortcuts').uncheck()
  await page.keyboard.press('Escape')
  await page.keyboard.press('/')
  await expect(page.getByLabel('Search by any id')).not.toBeFocused()
  await page.getByRole('button', { name: 'Keyboard shortcuts (?)' }).click()
  await help.getByLabel('Enable keyboard shortcuts').check()
  await help.getByRole('button', { name: 'Close' }).click()
  await page.keyboard.press('/')
  await expect(page.getByLabel('Search by any id')).toBeFocused()
  await page.keyboard.type('j/k?')
  await expect(page.getByLabel('Search by any id')).toHaveValue('j/k?')
})
