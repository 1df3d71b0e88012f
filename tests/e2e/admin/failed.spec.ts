import { join } from 'node:path'
import { expect } from '@playwright/test'
import Database from 'better-sqlite3'
import { expectNoViolation } from '../../support/axe.ts'
import { test } from '../../support/e2e.ts'
import { createSession, eventTable, send, signIn } from './console.ts'

test.use({ errorsExpected: true })

test('a failed event that is retried no more is shown first, and a replay mends it', async ({ page, server }) => {
  const { invitationId } = await createSession(server)
  using db = openDatabase(server.directory)
  db.run(`update "ConnectionSession" set "proof" = 'of nothing known'`)
  const webhookId = await send(server, 'connections.active', { invitationId, connectionId: 'conn_1' })
  db.run(`update "WebhookEvent" set "attempts" = 5, "nextAttemptAt" = null`)
  db.run(`update "ConnectionSession" set "proof" = 'idle'`)
  await send(server, 'things.happened')

  await signIn(page, server)
  const deadLetters = page.getByRole('region', { name: 'Dead letters' })
  await expect(deadLetters).toContainText('1 dead letter')
  await expectNoViolation(page)
  await page.getByRole('link', { name: 'Dead letters 1' }).click()
  await expect(eventTable(page).getByRole('link')).toHaveText(['connections.active'])

  await deadLetters.getByRole('link', { name: 'connections.active' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Replay it to try again')
  await expect(dialog).toContainText(webhookId)
  await dialog.getByRole('button', { name: 'Replay' }).click()
  await expect(dialog.getByRole('status')).toHaveText('Replayed: it was failed and is now applied.')
  await expect(dialog).toContainText('connection: invitation → active')
  await page.keyboard.press('Escape')
  await expect(deadLetters).toBeHidden()
  await expect(eventTable(page).getByRole('row', { name: 'connections.active' })).toContainText('applied')
})

/** The server's database, as someone with a database tool has it. */
function openDatabase(directory: string) {
  const db = new Database(join(directory, 'data', 'nelfund-connect.db'))
  return { run: (sql: string) => db.exec(sql), [Symbol.dispose]: () => db.close() }
}
