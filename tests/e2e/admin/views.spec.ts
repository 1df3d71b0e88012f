import { expect } from '@playwright/test'
import { expectNoViolation } from '../../support/axe.ts'
import { test } from '../../support/e2e.ts'
import { createSession, eventTable, send, signIn } from './console.ts'

test.use({ viewport: { width: 320, height: 640 }, contextOptions: { forcedColors: 'active' } })

test('every part is whole at 320 px in colours that the reader’s system forces, and opens what it shows', async ({
  page,
  server,
}) => {
  const { sessionId, invitationId } = await createSession(server)
  await createSession(server)
  await send(server, 'connections.completed', { invitationId, connectionId: 'c1', theirLabel: '\u202eabc هاتف \u200b' })
  const webhookId = await send(server, 'things.long', { text: 'long'.repeat(5_000) })
  await signIn(page, server)
  await expect(eventTable(page).getByRole('link')).toHaveCount(2)
  const views = {
    '/admin': 'things.long',
    [`/admin?event=${webhookId}`]: 'It changed nothing',
    '/admin?q=colour:red+outcome:stale': 'Not understood: colour:red',
    '/admin/sessions': 'to register',
    [`/admin/sessions?session=${sessionId}`]: 'This server’s turn.',
    '/admin/platform': 'Last deliveries',
    '/admin/privacy': 'No portal has been told anything yet',
    '/admin/activity': 'signed in',
  }
  for (const [path, words] of Object.entries(views)) {
    await page.goto(path)
    await expect(page.getByText(words).first(), path).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320)
    await expectNoViolation(page)
  }
})
