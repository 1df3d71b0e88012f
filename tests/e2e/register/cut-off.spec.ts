import { type BrowserContext, expect, type Page } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'
import type { ServerProcess } from '../../support/server-process.ts'
import { cutOff } from '../../support/watch-pages.ts'
import { type Created, createSession, tell } from './platform.ts'
import { test } from './wizard.ts'

test.skip(({ isMobile }) => !isMobile, 'nothing here depends on the width')
test.use({ errorsShown: cutOff })

/** A tab at one of the steps, with what happens while it is cut off and what it then must say. */
interface Tab {
  readonly page: Page
  readonly session: Created
  readonly topics: readonly string[]
  readonly news: string
}

const reconnecting = 'Reconnecting…'
const polling = 'this page asks for news every few seconds'
const offline = 'You are offline'

test('the network breaks at each step: the page says so, asks by itself, and misses nothing', async ({
  context,
  server,
  network,
}) => {
  const tabs = await openTabs(context, server, network.url)
  network.cut()
  await eachSays(tabs, reconnecting)
  await eachSays(tabs, polling) // five tries later
  for (const { page } of tabs.slice(0, 1)) await inspectPage(page)
  await happen(server, tabs)
  network.mend()
  await eachIsUpToDate(tabs, [reconnecting])
})

test('the device is offline at each step: the page says so, and misses nothing', async ({
  context,
  server,
  network,
}) => {
  const tabs = await openTabs(context, server, network.url)
  await context.setOffline(true)
  network.cut() // what was open outlives the switch above
  await eachSays(tabs, offline)
  for (const { page } of tabs.slice(0, 1)) await inspectPage(page)
  await happen(server, tabs)
  network.mend()
  await context.setOffline(false)
  await eachIsUpToDate(tabs, [reconnecting, offline])
})

test('the server is killed and started again at each step: every page goes on', async ({ context, server }) => {
  const tabs = await openTabs(context, server, server.url)
  await server.kill('SIGKILL')
  await eachSays(tabs, reconnecting)
  await server.restart()
  await happen(server, tabs)
  await eachIsUpToDate(tabs, [reconnecting])
})

test('without a network a student can begin as soon as it is back', async ({ page, context }) => {
  await page.goto('/register/intro')
  await expect(page.getByRole('button', { name: 'Proceed to Connect' })).toBeVisible()
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Proceed to Connect' }).click()
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  await expect(page.getByRole('status')).toContainText('Check your internet connection, then try again')
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
})

test('a page opened while the server is down offers another try', async ({ page, network, server }) => {
  const session = await createSession(server)
  await page.goto(`${network.url}/register/intro`)
  await expect(page.getByRole('button', { name: 'Proceed to Connect' })).toBeVisible()
  await page.clock.install()
  network.cut()
  await page.evaluate((address) => {
    history.pushState(null, '', address)
    dispatchEvent(new PopStateEvent('popstate'))
  }, `/register/connect?session=${session.sessionId}`)
  await expect(async () => {
    await page.clock.fastForward(10_000)
    await expect(page.getByRole('status')).toContainText('We could not load your registration', { timeout: 500 })
  }).toPass()
  network.mend()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
})

async function openTabs(context: BrowserContext, server: ServerProcess, url: string): Promise<readonly Tab[]> {
  const open = async (step: string, before: readonly string[], topics: readonly string[], news: string) => {
    const session = await createSession(server)
    await tell(server, session, ...before)
    const page = await context.newPage()
    await page.goto(`${url}/register/${step}?session=${session.sessionId}`)
    await expect(page.getByRole('status')).not.toHaveText(/^$|Finding your registration/)
    return { page, session, topics, news }
  }
  const connected = ['proofs.request', 'connections.completed']
  return Promise.all([
    open('connect', [], ['connections.request'], 'Code scanned'),
    open('connect', ['connections.request'], ['connections.response'], 'Connecting'),
    open('credentials', connected, ['credentials.offer', 'proofs.verified'], 'Your registration credential is ready'),
    open('credentials', [...connected, 'credentials.offer', 'proofs.verified'], ['credentials.issued'], 'Received'),
  ])
}

async function happen(server: ServerProcess, tabs: readonly Tab[]): Promise<void> {
  for (const { session, topics } of tabs) await tell(server, session, ...topics)
}

async function eachSays(tabs: readonly Tab[], text: string): Promise<void> {
  await Promise.all(tabs.map(({ page }) => expect(page.getByText(text)).toBeVisible({ timeout: 20_000 })))
}

async function eachIsUpToDate(tabs: readonly Tab[], notices: readonly string[]): Promise<void> {
  await Promise.all(
    tabs.map(async ({ page, news }) => {
      await expect(page.getByRole('status')).toContainText(news, { timeout: 15_000 })
      for (const notice of notices) await expect(page.getByText(notice)).toBeHidden({ timeout: 15_000 })
    }),
  )
}
