import { expect } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'
import { holdCalls } from './hold-calls.ts'
import { createSession, tell } from './platform.ts'
import { reads } from './reads.ts'
import { startAgain } from './start-again.ts'
import { stay } from './stay.ts'
import { tellProblem } from './tell-problem.ts'
import { test } from './wizard.ts'

const over20SecondsMs = 21_000
const overAMinuteMs = 61_000

test('every state on the way to the credential', async ({ page, server }) => {
  test.slow() // many pages to look at, and the machine may be busy
  await stay(page)
  await tellProblem(page, null)
  await page.goto('/register/intro')
  await expect(page.getByRole('link', { name: 'Proceed to Connect' })).toBeVisible()
  await inspectPage(page)
  await page.getByRole('link', { name: 'Proceed to Connect' }).click()
  await expect(page.getByRole('button', { name: 'Connect Wallet' })).toBeVisible()
  await inspectPage(page)

  const session = await createSession(server)
  await page.goto(`/register/connect?session=${session.sessionId}`)
  await page.getByRole('button', { name: 'Use another device' }).click()
  await expect(page.getByRole('img', { name: /^QR code/ })).toBeInViewport()
  await reads(page, 'Waiting for your wallet')
  await tell(server, session, 'connections.request')
  await reads(page, 'Code scanned')
  await tell(server, session, 'connections.response')
  await reads(page, 'Connecting')
  await tell(server, session, 'proofs.request', 'connections.completed')
  await reads(page, 'Your wallet is connected')
  await page.getByRole('link', { name: 'Continue' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Share your credentials' })).toBeFocused()
  await page.reload() // to stay on this step too
  await reads(page, 'Waiting for your approval')
  await tell(server, session, 'proofs.presentation')
  await reads(page, 'Checking')
  await tell(server, session, 'credentials.offer', 'proofs.verified')
  await reads(page, 'Your registration credential is ready')
  await tell(server, session, 'credentials.request')
  await reads(page, 'Receiving')
  await tell(server, session, 'credentials.issued')
  await reads(page, 'Received')
  await page.reload()
  await reads(page, 'Registration complete')
  await tell(server, session, 'connections.abandoned')
  await expect(page.getByText('Connection closed')).toBeVisible()
  await reads(page, 'Registration complete')
})

test('what an identity check is told at its end', async ({ page, server }) => {
  await stay(page)
  const session = await createSession(server, 'authentication')
  await tell(server, session, 'proofs.request', 'connections.completed')
  await page.goto(`/register/credentials?session=${session.sessionId}`)
  await expect(page.getByRole('status')).toContainText('Waiting for your approval')
  await tell(server, session, 'proofs.verified')
  await reads(page, 'Verified')
  await page.reload()
  await reads(page, 'Identity confirmed')
})

test('what is on its way to the server and back', async ({ page, server }) => {
  test.slow()
  await stay(page)
  await tellProblem(page, null)
  const session = await createSession(server)
  const answered = await holdCalls(page, 'session.{get,watch}')
  await page.goto(`/register/connect?session=${session.sessionId}`)
  await reads(page, 'Finding your registration')
  answered()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet') // else it may open where the wallet has led to
  await tell(server, session, 'connections.completed')
  await page.getByRole('link', { name: 'Continue' }).click()
  await reads(page, 'Asking your wallet')
  await tell(server, session, 'proofs.verified')
  await reads(page, 'Your credential is being prepared')
  await tell(server, session, 'credentials.declined')
  const asked = await holdCalls(page, 'session.offerCredential')
  await page.getByRole('button', { name: 'Ask again' }).click()
  await reads(page, 'Asking again')
  asked()
  await expect(page.getByRole('status')).toContainText('Your registration credential is ready')

  const cancelled = await holdCalls(page, 'session.cancel')
  await startAgain(page)
  await reads(page, 'Starting again')
  cancelled()
  await page.getByRole('link', { name: 'Proceed to Connect' }).click()
  const created = await holdCalls(page, 'session.create')
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  await reads(page, 'Preparing your code')
  created()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
})

const verified = ['proofs.request', 'connections.completed', 'proofs.verified'] as const

test('what to try where nothing comes for over a minute', async ({ page, server }) => {
  test.slow()
  await tellProblem(page, null)
  await page.clock.install()
  const tips = page.getByRole('heading', { name: 'What to try' })
  const again = page.getByRole('button', { name: 'Ask again' })
  for (const [step, topics, words] of [
    ['connect', [], 'Still waiting for your wallet'],
    ['connect', ['connections.request'], 'Your wallet has scanned the code'],
    ['connect', ['connections.response'], 'Still connecting'],
    ['credentials', ['proofs.request', 'connections.completed'], 'Still waiting for your wallet app'],
    ['credentials', [...verified, 'credentials.offer'], 'Still waiting for your wallet app'],
    ['credentials', [...verified, 'credentials.request'], 'Still waiting for your wallet app'],
  ] as const) {
    const session = await createSession(server)
    await tell(server, session, ...topics)
    await page.goto(`/register/${step}?session=${session.sessionId}`) // learns the server's time anew, which the skipped minutes were not
    await expect(page.getByRole('status')).not.toHaveText('')
    await expect(tips).toBeHidden()
    await expect(again).toBeHidden()
    await page.clock.fastForward(overAMinuteMs)
    await expect(tips).toBeVisible()
    await expect(again).toBeVisible({ visible: step === 'credentials' })
    await reads(page, words)
  }
})

test('where the platform is away, the student need not wait', async ({ page, server }) => {
  await tellProblem(page, null)
  await page.clock.install()
  const session = await createSession(server)
  await tell(server, session, 'connections.completed')
  await page.goto(`/register/credentials?session=${session.sessionId}`)
  await expect(page.getByRole('status')).toContainText('Asking your wallet')
  await page.clock.fastForward(over20SecondsMs)
  await reads(page, 'This is taking longer than usual')
  await expect(page.getByRole('status')).toContainText('you can close this page and come back later')
})

test('the time left is shown as a time and in minutes, and said three times', async ({ page, server }) => {
  await page.clock.install()
  const session = await createSession(server)
  await page.goto(`/register/connect?session=${session.sessionId}`)
  const left = page.getByText(/^This invitation works until \d\d:\d\d\. You have 14 minutes\.$/)
  await expect(left).toBeVisible()
  await page.clock.pauseAt(Date.now() + 10_000) // or a slow machine's seconds would be in the sum
  const spoken = page.getByText(/^(\d+ minutes?|\d+ seconds) left$/)
  const untilSaid = async (said: string) => {
    await expect(async () => {
      await page.clock.runFor(2_000)
      await expect(spoken).toHaveText(said, { timeout: 200 })
    }).toPass()
    await page.clock.runFor(10_000)
    await expect(spoken).toHaveCount(0)
  }
  await page.clock.runFor(8 * 60_000)
  await expect(spoken).toHaveCount(0)
  await untilSaid('5 minutes left')
  await expect(page.getByText('You have 4 minutes.')).toBeVisible()
  await page.clock.runFor(3 * 60_000)
  await untilSaid('1 minute left')
  await expect(page.getByText('You have less than a minute.')).toBeVisible()
  await untilSaid('20 seconds left')
})
