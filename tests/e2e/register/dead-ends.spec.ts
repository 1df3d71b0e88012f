import { expect, type Page } from '@playwright/test'
import { cutOff, refused } from '../../support/watch-pages.ts'
import { connectWallet, createSession, readSession, tell } from './platform.ts'
import { test } from './wizard.ts'

test('an invitation that the wallet declined is replaced by a new one', async ({ page }) => {
  await page.goto('/register/connect')
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  const wallet = await openWallet(page)
  await wallet.getByRole('button', { name: 'Decline' }).click()
  await expect(page.getByRole('status')).toContainText('The connection was declined or cancelled')
  await getsNewCode(page, 'Get a new code')
})

test('a proof that the wallet declined leads to another beginning', async ({ page, server }) => {
  const session = await createSession(server)
  const walletConnectionId = await connectWallet(server, session.invitationUrl)
  await page.goto(`/register/credentials?session=${session.sessionId}`)
  await expect(page.getByRole('status')).toContainText('Waiting for your approval')
  const wallet = await page.context().newPage()
  await wallet.goto(`/wallet?connection=${walletConnectionId}`)
  await wallet.getByRole('button', { name: 'Decline' }).click()
  await expect(page.getByRole('status')).toContainText('You declined to share')
  await expect(page.getByText('If you change your mind, start again')).toBeVisible()
  await startsAgain(page)
  expect(await readSession(server, session.sessionId)).toMatchObject({ status: 'abandoned' })
})

test('a credential that the wallet declined leads to another beginning', async ({ page, server }) => {
  const session = await createSession(server)
  const walletConnectionId = await connectWallet(server, session.invitationUrl)
  await page.goto(`/register/credentials?session=${session.sessionId}`)
  const wallet = await page.context().newPage()
  await wallet.goto(`/wallet?connection=${walletConnectionId}`)
  await wallet.getByRole('button', { name: 'Share' }).click()
  await expect(page.getByRole('status')).toContainText('Your registration credential is ready')
  await wallet.getByRole('button', { name: 'Decline' }).click()
  await expect(page.getByRole('status')).toContainText('You declined the credential')
  await expect(page.getByText('If you change your mind, start again')).toBeVisible()
  await startsAgain(page)
})

test('what failed says so, with a reference to quote and a way on', async ({ page, server }) => {
  const unproven = await createSession(server)
  await tell(server, unproven, 'connections.completed', 'proofs.failed')
  await page.goto(`/register/credentials?session=${unproven.sessionId}`)
  await expect(page.getByRole('status')).toContainText('Your details could not be verified')
  await expect(page.getByText(`Reference: ${unproven.sessionId.slice(0, 8)}`)).toBeVisible()
  await startsAgain(page)

  const failed = await createSession(server)
  await tell(server, failed, 'connections.request', 'connections.error')
  await page.goto(`/register/connect?session=${failed.sessionId}`)
  await expect(page.getByRole('status')).toContainText('The connection failed')
  await expect(page.getByText(`Reference: ${failed.sessionId.slice(0, 8)}`)).toBeVisible()
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

test.describe('where something cannot be reached', () => {
  test.use({ errorsShown: refused })

  test('a request that the platform did not take can be sent again', async ({ page, server }) => {
    const session = await createSession(server)
    await tell(server, session, 'connections.completed')
    await page.clock.install()
    await page.goto(`/register/credentials?session=${session.sessionId}`)
    const again = page.getByRole('button', { name: 'Try again' })
    await expect(async () => {
      await page.clock.fastForward(10_000) // past the pause before the next try
      await expect(again).toBeVisible({ timeout: 500 })
    }).toPass()
    await expect(page.getByRole('status')).toContainText('The wallet service did not answer')
    await again.click()
    await expect(page.getByRole('status')).toContainText('Asking your wallet')
  })

  test('a session that nobody knows leads to a beginning', async ({ page }) => {
    await page.goto('/register/credentials?session=00000000-0000-4000-8000-000000000000')
    await expect(page.getByRole('status')).toContainText('We do not know this registration')
    await page.getByRole('button', { name: 'Start again' }).click()
    await expect(page.getByRole('button', { name: 'Proceed to Connect' })).toBeVisible()
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

async function startsAgain(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start again' }).click()
  await expect(page).toHaveURL(/\/register\/intro$/)
  await page.getByRole('button', { name: 'Proceed to Connect' }).click()
  await expect(page.getByRole('button', { name: 'Connect Wallet' })).toBeVisible()
}

/** What a phone does on leaving the browser for another app; a browser without a screen never hides a page. */
async function setVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((visibilityState) => {
    Object.defineProperty(document, 'visibilityState', { value: visibilityState, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)
}
