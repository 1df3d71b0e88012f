import { type BrowserContext, expect, type Page } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'
import { watchPages } from '../../support/watch-pages.ts'
import { connectWallet, createSession, readSession, tell } from './platform.ts'
import { startAgain } from './start-again.ts'
import { stay } from './stay.ts'
import { test } from './wizard.ts'

const steps = [
  { step: 'connect', topics: [], heading: 'Connect your wallet', words: 'Waiting for your wallet' },
  { step: 'connect', topics: ['connections.request'], heading: 'Connect your wallet', words: 'Code scanned' },
  {
    step: 'credentials',
    topics: ['proofs.request', 'connections.completed'],
    heading: 'Share your credentials',
    words: 'Waiting for your approval',
  },
  {
    step: 'complete',
    topics: ['proofs.verified', 'credentials.issued'],
    heading: 'You are registered',
    words: 'Registration complete',
  },
] as const

async function isAt(page: Page, { heading, words }: (typeof steps)[number]): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
  await expect(page.getByRole('status')).toContainText(words)
}

test('a reload, a second tab, the first page and a bookmark lead to where the student is', async ({
  page,
  context,
  server,
}) => {
  const session = await createSession(server)
  await page.goto(`/register/connect?session=${session.sessionId}`)
  for (const at of steps) {
    await test.step(at.words, async () => {
      await tell(server, session, ...at.topics)
      await page.reload()
      await isAt(page, at)
      if (at.step === 'complete') return // nothing of it is left to whoever comes next: see shared-computer.spec.ts
      for (const path of ['/', '/register/complete']) {
        const second = await context.newPage()
        await second.goto(path)
        await isAt(second, at)
        await expect(second).toHaveURL(new RegExp(`/register/${at.step}\\?session=${session.sessionId}$`))
        await second.close()
      }
    })
  }
})

test('back never loses a step, and never shows one that is over', async ({ page, server }) => {
  await stay(page)
  await page.goto('/register/intro')
  await page.getByRole('link', { name: 'Proceed to Connect' }).click()
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  await page.goBack()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')

  const sessionId = new URL(page.url()).searchParams.get('session') ?? ''
  const { invitationUrl } = await readSession(server, sessionId)
  await connectWallet(server, invitationUrl)
  await page.getByRole('link', { name: 'Continue' }).click()
  await expect(page.getByRole('status')).toContainText('Waiting for your approval')
  await page.reload() // forgets to stay
  await expect(page.getByRole('status')).toContainText('Waiting for your approval')
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1, name: 'Share your credentials' })).toBeVisible()
  await expect(page.getByRole('status')).toContainText('Waiting for your approval')
})

test('a browser that was closed opens where the student was', async ({ page, context, browser, server }) => {
  const session = await createSession(server)
  await page.goto(`/register/connect?session=${session.sessionId}`)
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  const storageState = await context.storageState()
  await context.close()
  await tell(server, session, 'connections.request')

  await using reopened: BrowserContext = await browser.newContext({ storageState, baseURL: server.url })
  const complaints = watchPages(reopened, server.url, null)
  const again = await reopened.newPage()
  await again.goto('/')
  await again.getByRole('button', { name: 'Continue' }).click()
  await expect(again.getByRole('status')).toContainText('Code scanned')
  expect(complaints).toEqual([])
})

test('a browser that keeps nothing still has the address', async ({ page, server }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('Storage is off', 'SecurityError')
      },
    })
  })
  await page.goto('/register/connect')
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  await expect(page).toHaveURL(/session=/)
  await page.reload()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  await tell(
    server,
    await readSession(server, new URL(page.url()).searchParams.get('session') ?? ''),
    'connections.request',
  )
  await expect(page.getByRole('status')).toContainText('Code scanned')
})

test('starting again cancels the old session on the server, in every tab, but nothing that is finished', async ({
  page,
  context,
  server,
}) => {
  const session = await createSession(server)
  await page.goto(`/register/connect?session=${session.sessionId}`)
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  const second = await context.newPage()
  await second.goto('/')
  await expect(second.getByRole('status')).toContainText('Waiting for your wallet')
  await page.getByRole('button', { name: 'Start again' }).click()
  await inspectPage(page)
  await page.getByRole('button', { name: 'Stay here' }).click()
  expect(await readSession(server, session.sessionId)).toMatchObject({ status: 'invitation' })
  await startAgain(page)
  await expect(page.getByRole('link', { name: 'Proceed to Connect' })).toBeVisible()
  await expect(second.getByRole('status')).toContainText('The connection was declined or cancelled')
  expect(await readSession(server, session.sessionId)).toMatchObject({ status: 'abandoned' })
  await page.reload()
  await expect(page.getByRole('link', { name: 'Proceed to Connect' })).toBeVisible()

  const finished = await createSession(server)
  await tell(server, finished, 'connections.completed', 'proofs.verified', 'credentials.issued')
  await page.goto(`/register/complete?session=${finished.sessionId}`)
  await page.getByRole('button', { name: 'Start again' }).click()
  await expect(page.getByText('Starting again does not undo this.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Start again' })).toBeFocused()
  await startAgain(page)
  await expect(page.getByRole('link', { name: 'Proceed to Connect' })).toBeVisible()
  expect(await readSession(server, finished.sessionId)).toMatchObject({ status: 'completed', credential: 'issued' })
})
