import { expect, type Page } from '@playwright/test'
import { cutOff, refused } from '../../support/watch-pages.ts'
import { connectWallet, createSession, readSession, shownReference, tell } from './platform.ts'
import { test } from './wizard.ts'

test('an invitation that the wallet declined is replaced by a new one', async ({ page }) => {
  await page.goto('/register/connect')
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  const wallet = await openWallet(page)
  await wallet.getByRole('button', { name: 'Decline' }).click()
  await expect(page.getByRole('status')).toContainText('The connection was declined or cancelled')
  await getsNewCode(page, 'Get a new code')
})

test('a student who declined to share is asked again at a wish, over the same connection', async ({ page, server }) => {
  const session = await createSession(server)
  const walletConnectionId = await connectWallet(server, session.invitationUrl)
  await page.goto(`/register/credentials?session=${session.sessionId}`)
  await expect(page.getByRole('status')).toContainText('Waiting for your approval')
  const wallet = await page.context().newPage()
  await wallet.goto(`/wallet?connection=${walletConnectionId}`)
  await wallet.getByRole('button', { name: 'Decline' }).click()
  await expect(page.getByRole('status')).toContainText('You declined to share')
  await expect(page.getByRole('status')).toContainText('Nothing was shared')
  await page.getByRole('button', { name: 'Ask again' }).click()
  await expect(page.getByRole('status')).toContainText('Waiting for your approval')
  await wallet.getByRole('button', { name: 'Share' }).click()
  await expect(page.getByRole('status')).toContainText('Your registration credential is ready')
})

test('a student who declined the credential is offered it again at a wish', async ({ page, server }) => {
  const session = await createSession(server)
  const walletConnectionId = await connectWallet(server, session.invitationUrl)
  await page.goto(`/register/credentials?session=${session.sessionId}`)
  const wallet = await page.context().newPage()
  await wallet.goto(`/wallet?connection=${walletConnectionId}`)
  await wallet.getByRole('button', { name: 'Share' }).click()
  await expect(page.getByRole('status')).toContainText('Your registration credential is ready')
  await wallet.getByRole('button', { name: 'Decline' }).click()
  await expect(page.getByRole('status')).toContainText('You declined the credential')
  await page.getByRole('button', { name: 'Ask again' }).click()
  await wallet.getByRole('button', { name: 'Receive' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'You are registered' })).toBeVisible()
})

test('a card that did not pass the check is no fault of the student, who can share another', async ({
  page,
  server,
}) => {
  const session = await createSession(server)
  await tell(server, session, 'connections.completed', 'proofs.failed')
  await page.goto(`/register/credentials?session=${session.sessionId}`)
  await expect(page.getByRole('status')).toContainText('Your card did not pass the check')
  await expect(page.getByRole('status')).toContainText('You did nothing wrong')
  await page.getByRole('button', { name: 'Share another card' }).click()
  await expect.poll(async () => (await readSession(server, session.sessionId)).proof).toBe('request')
})

test('what the platform refused is told, and asked for again', async ({ page, server }) => {
  const session = await createSession(server)
  await tell(server, session, 'connections.completed') // of a wallet that the platform does not know
  await page.goto(`/register/credentials?session=${session.sessionId}`)
  await expect(page.getByRole('status')).toContainText('Your wallet could not be asked')
  await expect(page.getByText(`Reference: ${await shownReference(server, session)}`)).toBeVisible()
  const answered = page.waitForResponse(/session\.requestProof/)
  await page.getByRole('button', { name: 'Try again' }).click()
  expect((await answered).ok()).toBe(true)
  await expect(page.getByRole('status')).toContainText('Your wallet could not be asked') // nor does it now
})

test('what failed says so, with a reference to quote and a way on', async ({ page, server }) => {
  const failed = await createSession(server)
  await tell(server, failed, 'connections.request', 'connections.error')
  await page.goto(`/register/connect?session=${failed.sessionId}`)
  await expect(page.getByRole('status')).toContainText('The connection failed')
  await expect(page.getByText(`Reference: ${await shownReference(server, failed)}`)).toBeVisible()
  await getsNewCode(page, 'Try again')
})

test.describe('an invitation nobody takes', () => {
  test.use({ variables: { SESSION_TTL_SECONDS: '3' } })

  test('runs out before the eyes of the student, who gets a new code', async ({ page }) => {
    await page.goto('/register/connect')
    await page.getByRole('button', { name: 'Connect Wallet' }).click()
    await expect(page.getByRole('status')).toContainText('Time ran out')
    await getsNewCode(page, 'Get a new code')
  })

  test.describe('while the phone is elsewhere', () => {
    test.use({ errorsShown: cutOff })

    test('is told on coming back', async ({ page, network, server }) => {
      await page.goto(`${network.url}/register/connect`)
      await page.getByRole('button', { name: 'Connect Wallet' }).click()
      await expect(page).toHaveURL(/session=/)
      const sessionId = new URL(page.url()).searchParams.get('session') ?? ''

      await setVisibility(page, 'hidden')
      network.cut()
      await expect.poll(async () => (await readSession(server, sessionId)).status).toBe('abandoned')
      network.mend()
      await setVisibility(page, 'visible')
      await expect(page.getByRole('status')).toContainText('Time ran out')
      await getsNewCode(page, 'Get a new code')
    })
  })
})

test.describe('a session that nobody knows', () => {
  test.use({ errorsShown: refused })

  test('leads to a beginning', async ({ page }) => {
    await page.goto('/register/credentials?session=00000000-0000-4000-8000-000000000000')
    await expect(page.getByRole('status')).toContainText('We do not know this registration')
    await page.getByRole('button', { name: 'Start again' }).click()
    await expect(page.getByRole('link', { name: 'Proceed to Connect' })).toBeVisible()
  })
})

/** Opens the simulated wallet in a second tab, through the link beside the QR code. */
async function openWallet(page: Page): Promise<Page> {
  const opened = page.waitForEvent('popup')
  await page.getByRole('link', { name: 'Open the simulated wallet' }).click()
  return opened
}

async function getsNewCode(page: Page, button: string): Promise<void> {
  const old = page.url()
  await page.getByRole('button', { name: button }).click()
  await expect(page).not.toHaveURL(old)
}

/** What a phone does on leaving the browser for another app; a browser without a screen never hides a page. */
async function setVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((visibilityState) => {
    Object.defineProperty(document, 'visibilityState', { value: visibilityState, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)
}
