import { expect, type Page } from '@playwright/test'
import { answerInWallet, connectWallet, readSession } from './platform.ts'
import { test } from './wizard.ts'

test.use({ beganThem: false })

declare global {
  interface Window {
    /** How often something was asked for that the browser refuses a little later. */
    refusals: number
  }
}

/** To be run in a page: a browser that keeps no site data, and gives nothing that needs leave or a secure address. */
function blockEverything(): void {
  window.refusals = 0
  const refuse = () => {
    throw new DOMException('The operation is insecure', 'SecurityError')
  }
  const reject = async () => {
    window.refusals++
    refuse()
  }
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
    Object.defineProperty(window, name, { get: refuse })
  Object.defineProperty(window, 'BroadcastChannel', { value: refuse })
  Object.defineProperty(navigator, 'locks', { value: { request: reject, query: reject } })
  Object.defineProperty(navigator, 'clipboard', { value: { writeText: reject, readText: reject } })
  Object.defineProperty(navigator, 'wakeLock', { value: { request: reject } })
  Object.defineProperty(navigator, 'serviceWorker', { get: refuse })
  Object.defineProperty(window, 'Notification', { value: { permission: 'denied', requestPermission: reject } })
  Object.defineProperty(document, 'cookie', { get: refuse, set: refuse })
  Reflect.deleteProperty(Crypto.prototype, 'randomUUID')
  Reflect.deleteProperty(Crypto.prototype, 'subtle')
  document.execCommand = refuse
}

/** To be run in a page: a browser that lets no page change its address, as some do after too many changes. */
function blockHistory(): void {
  const refuse = () => {
    throw new DOMException('The operation is insecure', 'SecurityError')
  }
  History.prototype.pushState = refuse
  History.prototype.replaceState = refuse
}

async function register(page: Page, server: Parameters<typeof readSession>[0]): Promise<void> {
  await page.goto('/register/intro')
  await page.getByText('Proceed to Connect').click()
  await page.getByRole('button', { name: 'Connect Wallet' }).click()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  const { invitationUrl } = await readSession(server, new URL(page.url()).searchParams.get('session') ?? '')
  await page.getByRole('button', { name: 'Copy invitation link' }).click()
  const walletConnectionId = await connectWallet(server, invitationUrl)
  await expect(page.getByRole('status')).toContainText('Waiting for your approval')
  await answerInWallet(server, walletConnectionId, 'share')
  await expect(page.getByRole('status')).toContainText('Your registration credential is ready')
  await answerInWallet(server, walletConnectionId, 'receive')
  await expect(page.getByRole('heading', { level: 1, name: 'You are registered' })).toBeVisible()
}

test('a student registers in a browser that refuses everything', async ({ page, server }) => {
  test.slow()
  await page.addInitScript(blockEverything)
  const refused = page.getByText('Your browser does not allow copying').waitFor()
  await register(page, server)
  await refused
  expect(await page.evaluate(() => window.refusals)).toBeLessThan(50) // nothing is asked for again and again
})

test('a student registers in a browser that lets no page change its address', async ({ page, server }) => {
  test.slow()
  await page.addInitScript(blockHistory)
  await register(page, server)
})
