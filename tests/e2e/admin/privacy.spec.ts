import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { expectNoViolation } from '../../support/axe.ts'
import { test } from '../../support/e2e.ts'
import { createSession, send, signIn } from './console.ts'

test('one person is exported and erased, after what would go was shown; an incident’s clock stops when the Commission was told', async ({
  page,
  server,
}) => {
  const { sessionId, invitationId } = await createSession(server)
  await send(server, 'connections.completed', { invitationId, connectionId: 'conn_person', theirLabel: 'Ada’s phone' })
  await signIn(page, server, '/admin/privacy')
  await expect(page.getByRole('heading', { name: 'What portals were told' })).toBeVisible()
  await page.getByLabel(/^Registration number/).fill('conn_person')
  await page.getByRole('button', { name: 'Show what is held' }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as JSON' }).click(),
  ])
  expect(await readFile(await file.path(), 'utf8')).toContain('Ada’s phone')
  const other = await page.context().newPage()
  await other.goto(`/admin/sessions?session=${sessionId}`)
  await expect(other.getByRole('complementary')).toContainText('This server’s turn.')
  await page.getByRole('button', { name: 'Erase…' }).click()
  await expect(page.getByRole('dialog')).toContainText('1 sessions')
  await page.getByRole('button', { name: 'Erase for good' }).click()
  await expect(page.getByText('Erased.')).toBeVisible()
  const answer = await fetch(`${server.url}/api/connections/session?sessionId=${sessionId}`)
  expect(answer.status).toBe(404)
  await expect(other.getByRole('complementary')).toContainText('There is no session with the ID')
  await other.close()

  await page.getByLabel(/^What has happened/).fill('A list was left in a bus')
  await page.getByLabel(/^When it was found/).fill('2026-01-01T10:00')
  await page.getByRole('button', { name: 'Note the incident' }).click()
  await expect(page.getByText(/^72 hours are over/)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Needs a person' })).toContainText('INC-1')
  await expectNoViolation(page)
  await page.getByText('Who was told').click()
  await page.getByRole('button', { name: 'Write it down' }).click()
  await expect(page.getByText(/^Told the Commission \(NDPC\)/)).toBeVisible()
  await expect(page.getByText(/^72 hours are over/)).toHaveCount(0)
})
