import { expect, type Page } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'
import { connectWallet, createSession, tell } from './platform.ts'
import { reads } from './reads.ts'
import { test } from './wizard.ts'

const overAMinuteMs = 61_000

test('every state on the way to the credential', async ({ page, server, isMobile }) => {
  test.slow() // many pages to look at, and the machine may be busy
  await page.goto('/register/intro')
  await expect(page.getByRole('button', { name: 'Proceed to Connect' })).toBeVisible()
  await inspectPage(page)
  await page.getByRole('button', { name: 'Proceed to Connect' }).click()
  await expect(page.getByRole('button', { name: 'Connect Wallet' })).toBeVisible()
  await inspectPage(page)

  const session = await createSession(server)
  await page.goto(`/register/connect?session=${session.sessionId}`)
  if (isMobile) await page.getByRole('button', { name: 'Use another device' }).click()
  await expect(page.getByRole('img', { name: /^QR code/ })).toBeInViewport()
  await reads(page, 'Waiting for your wallet')
  test.skip(!isMobile, 'from here on a wide screen shows the same')

  await tell(server, session, 'connections.request')
  await reads(page, 'Code scanned')
  await tell(server, session, 'connections.response')
  await reads(page, 'Connecting')
  await tell(server, session, 'proofs.request', 'connections.completed')
  await reads(page, 'Your wallet is connected')
  await page.getByRole('link', { name: 'Continue' }).click()
  await reads(page, 'Waiting for your approval')
  await tell(server, session, 'proofs.presentation')
  await reads(page, 'Checking')
  await tell(server, session, 'credentials.offer', 'proofs.verified')
  await reads(page, 'Your registration credential is ready')
  await tell(server, session, 'credentials.request')
  await reads(page, 'Receiving')
  await tell(server, session, 'credentials.issued')
  await reads(page, 'Received')
  await reads(page, 'Registration complete')
})

test.describe('on a phone', () => {
  test.skip(({ isMobile }) => !isMobile, 'a wide screen shows the same')

  test('what an identity check is told at its end', async ({ page, server }) => {
    const session = await createSession(server, 'authentication')
    await tell(server, session, 'connections.completed', 'proofs.verified')
    await page.goto(`/register/complete?session=${session.sessionId}`)
    await reads(page, 'Identity confirmed')
  })

  test('what is on its way to the server and back', async ({ page, server }) => {
    const { sessionId, ...session } = await createSession(server)
    const answered = await holdCalls(page, 'session.{get,watch}')
    await page.goto(`/register/connect?session=${sessionId}`)
    await reads(page, 'Finding your registration')
    answered()
    await connectWallet(server, session.invitationUrl)

    const asked = await holdCalls(page, 'session.requestProof')
    await page.getByRole('link', { name: 'Continue' }).click()
    await reads(page, 'Asking your wallet')
    asked()
    await expect(page.getByRole('status')).toContainText('Waiting for your approval')

    const cancelled = await holdCalls(page, 'session.cancel')
    await page.getByRole('button', { name: 'Start again' }).click()
    await reads(page, 'Starting again')
    cancelled()

    await page.getByRole('button', { name: 'Proceed to Connect' }).click()
    const created = await holdCalls(page, 'session.create')
    await page.getByRole('button', { name: 'Connect Wallet' }).click()
    await reads(page, 'Preparing your code')
    created()
    await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  })

  test('what to try where nothing comes for over a minute', async ({ page, server }) => {
    await page.clock.install()
    const session = await createSession(server)
    await page.goto(`/register/connect?session=${session.sessionId}`)
    const tips = page.getByRole('heading', { name: 'What to try' })
    const waitsInVain = async (words: string) => {
      await page.reload() // learns the server's time anew, which the skipped minutes were not
      await expect(page.getByRole('status')).not.toHaveText('')
      await expect(tips).toBeHidden()
      await page.clock.fastForward(overAMinuteMs)
      await expect(tips).toBeVisible()
      await reads(page, words)
    }

    await waitsInVain('Still waiting for your wallet')
    await tell(server, session, 'connections.request')
    await waitsInVain('Your wallet has scanned the code')
    await tell(server, session, 'connections.response')
    await waitsInVain('Still connecting')
    await tell(server, session, 'proofs.request', 'connections.completed')
    await waitsInVain('Waiting for your approval')
  })

  test('the time left is shown by the second, and said three times', async ({ page, server }) => {
    await page.clock.install()
    const session = await createSession(server)
    await page.goto(`/register/connect?session=${session.sessionId}`)
    await expect(page.getByText(/^Time left: 14 min 5\d s$/)).toBeVisible()
    const spoken = page.getByText(/(minutes?|seconds) left$/)
    for (const [skippedSeconds, said] of [
      [600, '5 minutes left'],
      [230, '1 minute left'],
      [30, '20 seconds left'],
    ] as const) {
      await expect(spoken).toHaveCount(0)
      await page.clock.fastForward(skippedSeconds * 1_000)
      await expect(spoken).toHaveText(said)
      await page.clock.fastForward(10_000)
    }
  })
})

/** Keeps calls of a procedure from the server until the function it resolves with is called. */
async function holdCalls(page: Page, procedure: string): Promise<() => void> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  await page.route(`**/trpc/${procedure}?*`, async (route) => {
    await released
    await route.continue()
  })
  return release
}
