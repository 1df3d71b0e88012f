import { expect, type Page } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'
import { refused } from '../../support/watch-pages.ts'
import { connectWallet, createSession, readSession } from '../register/platform.ts'
import { reads } from '../register/reads.ts'
import { test } from '../register/wizard.ts'

test('the simulated wallet scans, accepts, shares and receives', async ({ page, server }) => {
  const session = await createSession(server)
  await page.goto('/wallet')
  await reads(page, 'Ready for an invitation')
  await page.getByLabel('Invitation').fill(session.invitationUrl)
  await page.getByRole('button', { name: 'Open invitation' }).click()
  await reads(page, 'wants to connect')
  await page.getByRole('button', { name: 'Accept' }).click()
  await reads(page, 'Nothing is waiting for you here')
  await statusBecomes(server, session.sessionId, 'completed')

  await ask(page, 'session.requestProof', session.sessionId)
  await reads(page, 'asks for your details')
  await page.getByRole('button', { name: 'Share' }).click()
  await expect(page.getByRole('status')).toContainText('Nothing is waiting for you here')
  await ask(page, 'session.offerCredential', session.sessionId)
  await reads(page, 'offers you a credential')
  await page.reload()
  await page.getByRole('button', { name: 'Receive' }).click()
  await expect.poll(async () => (await readSession(server, session.sessionId)).credential).toBe('issued')
})

test('the simulated wallet goes silent, and comes back', async ({ page, server }) => {
  const { invitationUrl } = await createSession(server)
  await page.goto(`/wallet?invitation=${encodeURIComponent(invitationUrl)}`)
  await page.getByRole('button', { name: 'Go silent' }).click()
  await reads(page, 'The wallet has gone silent')
  await page.getByRole('button', { name: 'Accept' }).click()
  await page.getByRole('button', { name: 'Go silent' }).click()
  await reads(page, 'The wallet has gone silent')
})

test('the simulated wallet declines an invitation', async ({ page, server }) => {
  const { sessionId, invitationUrl } = await createSession(server)
  await page.goto(`/wallet?invitation=${encodeURIComponent(invitationUrl)}`)
  await page.getByRole('button', { name: 'Decline' }).click()
  await reads(page, 'Invitation declined')
  await statusBecomes(server, sessionId, 'abandoned')
})

test('an invitation that was accepted leads to its connection', async ({ page, server }) => {
  const { invitationUrl } = await createSession(server)
  const walletConnectionId = await connectWallet(server, invitationUrl)
  await page.goto(`/wallet?invitation=${encodeURIComponent(invitationUrl)}`)
  await expect(page).toHaveURL(`/wallet?connection=${walletConnectionId}`)
})

test.describe('what is no invitation', () => {
  test.use({ errorsShown: refused })

  test('is refused with a reason', async ({ page }) => {
    await page.goto('/wallet?invitation=hello')
    await reads(page, 'That did not work')
    await page.getByRole('link', { name: 'Scan another invitation' }).click()
    await expect(page.getByRole('status')).toContainText('Ready for an invitation')
    await inspectPage(page)
  })
})

async function statusBecomes(server: { url: string; webhookSecret: string }, sessionId: string, status: string) {
  await expect.poll(async () => (await readSession(server, sessionId)).status).toBe(status)
}

/** Calls a procedure on a session as the student's page would. */
async function ask(page: Page, procedure: string, sessionId: string): Promise<void> {
  const response = await page.request.post(`/trpc/${procedure}`, { data: { sessionId } })
  expect(response.status()).toBe(200)
}
