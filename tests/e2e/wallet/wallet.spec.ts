import { expect } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'
import { refused } from '../../support/watch-pages.ts'
import { connectWallet, createSession, readSession } from '../register/platform.ts'
import { reads } from '../register/reads.ts'
import { test } from '../register/wizard.ts'
import { openOrganization } from './organization.ts'

test('the simulated wallet scans, accepts, shares and receives', async ({ page, server }) => {
  const organization = await openOrganization(server)
  const invited = await organization.invite()
  await page.goto('/wallet')
  await reads(page, 'Ready for an invitation')
  await page.getByLabel('Invitation').fill(invited.connectionInvitation)
  await page.getByRole('button', { name: 'Open invitation' }).click()
  await reads(page, 'wants to connect')
  await page.getByRole('button', { name: 'Accept' }).click()
  await reads(page, 'Nothing is waiting for you here')

  const connectionId = await organization.connectionOf(invited)
  const proofId = await organization.requestProof(connectionId)
  await reads(page, 'asks for your details')
  await expect(page.getByRole('definition')).toHaveText('UNILAG/2023/045123')
  await expect(page.getByRole('term')).toHaveText('Matric number')
  await page.getByRole('button', { name: 'Share' }).click()
  await expect(page.getByRole('status')).toContainText('Nothing is waiting for you here')
  expect(await organization.verify(proofId)).toMatchObject({ state: 'done' })

  const credentialId = await organization.offer(connectionId)
  await reads(page, 'offers you a credential')
  await page.reload()
  await page.getByRole('button', { name: 'Receive' }).click()
  await expect.poll(async () => (await organization.credential(credentialId)).state).toBe('credential-issued')
})

test('an expired card can be shared, and does not verify', async ({ page, server }) => {
  const organization = await openOrganization(server)
  const invited = await organization.invite()
  const walletConnectionId = await connectWallet(server, invited.connectionInvitation)
  const proofId = await organization.requestProof(await organization.connectionOf(invited))
  await page.goto(`/wallet?connection=${walletConnectionId}`)
  await page.getByRole('button', { name: 'Use an expired card' }).click()
  await expect(page.getByRole('region', { name: 'History' })).toContainText('Shared an expired card')
  await organization.verify(proofId)
  expect(await organization.proof(proofId)).toMatchObject({ state: 'abandoned', isVerified: false })
})

test('a wallet that knows who invites can answer with the connection it has', async ({ page, server }) => {
  const organization = await openOrganization(server)
  await connectWallet(server, (await organization.invite()).connectionInvitation)
  const { connectionInvitation: invitation } = await organization.invite()
  await page.goto(`/wallet?invitation=${encodeURIComponent(invitation)}`)
  await reads(page, 'wants to connect')
  await page.getByRole('button', { name: 'Use the connection I have' }).click()
  await expect(page.getByRole('region', { name: 'History' })).toContainText('Connected to NELFUND again')
  await expect(page).toHaveURL(/\/wallet\?connection=/)
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
