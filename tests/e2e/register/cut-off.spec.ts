import { setTimeout as delay } from 'node:timers/promises'
import { type BrowserContext, expect, type Page } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'
import type { ServerProcess } from '../../support/server-process.ts'
import { cutOff, watchPages } from '../../support/watch-pages.ts'
import { answerInWallet, connectWallet, createSession, tell } from './platform.ts'
import { begin, test } from './wizard.ts'

test.use({ errorsShown: cutOff })

/** A tab at one of the steps, with what happens while it is cut off and what it then must say. */
interface Tab {
  readonly page: Page
  readonly happen: () => Promise<void>
  readonly news: string | RegExp
}

const cutMs = 10_000
const noticeTimeoutMs = 30_000
const loadTimeoutMs = 60_000 // eight tabs at once, over six connections, on a busy machine
const reconnecting = 'Reconnecting…'
const offline = 'You are offline'
const connected = ['proofs.request', 'connections.completed'] as const
const verified = [...connected, 'credentials.offer', 'proofs.verified'] as const

/** Every step a student can be at, by the webhooks that led there, and what is missed there. */
const steps = {
  waiting: [[], ['connections.request'], 'Code scanned'],
  scanned: [['connections.request'], ['connections.response'], 'Connecting'],
  connecting: [['connections.response'], connected, 'Waiting for your approval'],
  connected: [connected, ['proofs.presentation'], /Checking|could not be checked/], // the platform knows no such wallet
  checking: [
    [...connected, 'proofs.presentation'],
    ['credentials.offer', 'proofs.verified'],
    'Open your wallet app and accept',
  ],
  offer: [verified, ['credentials.request'], 'Receiving'],
  receiving: [[...verified, 'credentials.request'], ['credentials.issued'], 'Registration complete'],
} as const
const stepNames = ['waiting', 'scanned', 'connecting', 'connected', 'checking', 'offer', 'receiving'] as const

test('the network is cut for ten seconds at each step: the page says so, and misses nothing', async ({
  context,
  browser,
  server,
  network,
}) => {
  test.slow() // eight tabs
  await using other = await browser.newContext()
  await other.addInitScript(begin)
  const complaints = watchPages(other, server.url, cutOff)
  const tabs = await Promise.all([
    ...stepNames.slice(0, 4).map((step) => openTab(context, server, network.url, step)),
    ...stepNames.slice(4).map((step) => openTab(other, server, network.url, step)), // a browser has four streams
    openTabToVerify(other, server, network.url),
  ])
  network.cut()
  const isOver = delay(cutMs) // no wait for anything: so long is the cut
  await eachSays(tabs, reconnecting)
  await Promise.all([isOver, ...tabs.map(({ happen }) => happen())])
  network.mend()
  await eachIsUpToDate(tabs, [reconnecting])
  expect(complaints, 'complaints of the pages').toEqual([])
})

test('the network stays away: the page asks for news by itself, and says so', async ({ page, server, network }) => {
  const session = await createSession(server)
  await page.goto(`${network.url}/register/connect?session=${session.sessionId}`)
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  await page.clock.install() // the pauses between tries are long
  network.cut()
  await expect(async () => {
    await page.clock.runFor(1_000)
    await expect(page.getByText('this page checks every few seconds')).toBeVisible({ timeout: 500 })
  }).toPass()
  await inspectPage(page)
  await tell(server, session, 'connections.request')
  network.mend()
  await expect(async () => {
    await page.clock.runFor(1_000)
    await expect(page.getByRole('status')).toContainText('Code scanned', { timeout: 500 })
    await expect(page.getByText(reconnecting)).toBeHidden({ timeout: 500 })
  }).toPass()
})

test('the device is offline: the page says so, and misses nothing', async ({ context, server, network }) => {
  const tabs = await Promise.all([
    openTab(context, server, network.url, 'waiting'),
    openTab(context, server, network.url, 'checking'),
  ])
  await context.setOffline(true)
  network.cut() // what was open outlives the switch above
  await eachSays(tabs, offline)
  for (const { page } of tabs.slice(0, 1)) await inspectPage(page)
  for (const { happen } of tabs) await happen()
  network.mend()
  await context.setOffline(false)
  await eachIsUpToDate(tabs, [reconnecting, offline])
})

test.describe('the server is killed and started again', () => {
  test.use({ sharesServer: false })

  test('each tab of a crowded browser, at each step, says so and goes on', async ({ context, server }) => {
    test.slow() // eight tabs, of which four have no stream and ask
    const tabs = await Promise.all([
      ...stepNames.map((step) => openTab(context, server, server.url, step)),
      openTabToVerify(context, server, server.url),
    ])
    await server.kill('SIGKILL')
    await eachSays(tabs, reconnecting)
    await server.restart()
    await Promise.all(tabs.map(({ happen }) => happen()))
    await eachIsUpToDate(tabs, [reconnecting])
  })
})

test('without a network a student can begin as soon as it is back', async ({ page, context }) => {
  await page.goto('/register/connect')
  await expect(page.getByRole('button', { name: 'Connect Wallet' })).toBeVisible()
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  await expect(page.getByRole('status')).toContainText('Check your internet connection, then try again')
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
})

test('a page opened while the server is down offers another try', async ({ page, network, server }) => {
  const session = await createSession(server)
  await page.goto(`${network.url}/register/connect`)
  await expect(page.getByRole('button', { name: 'Connect Wallet' })).toBeVisible()
  await page.clock.install()
  network.cut()
  await page.evaluate((address) => {
    sessionStorage.setItem('nelfund.sessions', new URL(address, location.href).searchParams.get('session') ?? '')
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

async function openTab(
  context: BrowserContext,
  server: ServerProcess,
  url: string,
  step: keyof typeof steps,
): Promise<Tab> {
  const [before, missed, news] = steps[step]
  const session = await createSession(server)
  await tell(server, session, ...before)
  const path = step === 'waiting' || step === 'scanned' || step === 'connecting' ? 'connect' : 'credentials'
  const page = await open(context, `${url}/register/${path}?session=${session.sessionId}`)
  return { page, happen: () => tell(server, session, ...missed), news }
}

/** A tab whose student shares while it is cut off: it still has the credential to ask for when it comes back. */
async function openTabToVerify(context: BrowserContext, server: ServerProcess, url: string): Promise<Tab> {
  const { sessionId, invitationUrl } = await createSession(server)
  const walletConnectionId = await connectWallet(server, invitationUrl)
  const page = await open(context, `${url}/register/credentials?session=${sessionId}`)
  await expect(page.getByRole('status')).toContainText('Waiting for your approval')
  const happen = () => answerInWallet(server, walletConnectionId, 'share')
  return { page, happen, news: 'Your registration credential is ready' }
}

async function open(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(address)
  await expect(page.getByRole('status')).not.toHaveText(/^$|Finding your registration/, { timeout: loadTimeoutMs })
  return page
}

async function eachSays(tabs: readonly Tab[], text: string): Promise<void> {
  await Promise.all(tabs.map(({ page }) => expect(page.getByText(text)).toBeVisible({ timeout: noticeTimeoutMs })))
}

async function eachIsUpToDate(tabs: readonly Tab[], notices: readonly string[]): Promise<void> {
  await Promise.all(
    tabs.map(async ({ page, news }) => {
      await expect(page.getByRole('status')).toContainText(news, { timeout: noticeTimeoutMs })
      for (const notice of notices) await expect(page.getByText(notice)).toBeHidden({ timeout: noticeTimeoutMs })
    }),
  )
}
