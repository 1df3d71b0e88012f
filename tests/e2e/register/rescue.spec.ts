import { expect, type Page } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'
import { watchPages } from '../../support/watch-pages.ts'
import { createSession, readSession, tell } from './platform.ts'
import { begin, test } from './wizard.ts'

const androidPhone =
  'Mozilla/5.0 (Linux; Android 13; TECNO KI5q) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36'
const nothingHappened = 'Nothing happened?'

async function openCode(page: Page, sessionId: string) {
  await page.goto(`/register/connect?session=${sessionId}`)
  const link = page.getByRole('link', { name: 'Open in wallet app' })
  await expect(link).toBeVisible()
  return link
}

test('a link to a wallet app that is not there leads on, in the order to try things in', async ({ page, server }) => {
  await page.clock.install()
  const link = await openCode(page, (await createSession(server)).sessionId)
  await expect(page.getByText(nothingHappened)).toBeHidden()
  await link.focus()
  await page.keyboard.press('Enter')
  await page.clock.runFor(4_000)
  await expect(page.getByRole('heading', { name: nothingHappened })).toBeVisible()
  await expect(link).toBeFocused()
  await expect(page.locator('[aria-live=polite]', { hasText: nothingHappened })).toContainText(
    'The wallet app may not be',
  )
  const ways = page.getByRole('listitem').filter({ hasText: /Get the|Copy invitation|code/ })
  const texts = await ways.allTextContents()
  expect(texts.slice(-3)).toEqual([
    expect.stringContaining('Get the ConfirmD wallet app'),
    expect.stringContaining('Copy invitation link'),
    expect.stringContaining('code'),
  ])
  await inspectPage(page)
})

test('a link that opened an app is left alone', async ({ page, server }) => {
  await page.clock.install()
  const link = await openCode(page, (await createSession(server)).sessionId)
  await link.click()
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
    Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await page.clock.runFor(10_000)
  await expect(page.getByText(nothingHappened)).toBeHidden()
  await link.click()
  await page.clock.runFor(2_600)
  await expect(page.getByText(nothingHappened)).toBeVisible()
})

test('an Android phone without a wallet app is led to the page of the short link', async ({ browser, server }) => {
  await using context = await browser.newContext({ userAgent: androidPhone, baseURL: server.url })
  await context.addInitScript(begin)
  const complaints = watchPages(context, server.url, null)
  const page = await context.newPage()
  const { sessionId } = await createSession(server)
  const { shortUrl } = await readSession(server, sessionId)
  const link = await openCode(page, sessionId)
  await expect(link).toHaveAttribute('href', /^intent:\/\/invite\?oob=[\w-]+#Intent;scheme=didcomm;/)
  const [, fallback = ''] = /S\.browser_fallback_url=([^;]+);end$/.exec((await link.getAttribute('href')) ?? '') ?? []
  expect(decodeURIComponent(fallback)).toBe(shortUrl)
  await page.goto(decodeURIComponent(fallback))
  await expect(page.getByRole('link', { name: 'Open in wallet app' })).toHaveAttribute('href', /^intent:/)
  expect(complaints).toEqual([])
})

test.describe('the page of the short link', () => {
  test.use({ errorsShown: /^Failed to load resource: .* (404|410)/ })

  test('is sound: while it can be used, when it is over, and where there is none', async ({ page, server }) => {
    const session = await createSession(server)
    const { shortUrl } = await readSession(server, session.sessionId)
    await page.goto(shortUrl)
    await expect(page.getByRole('heading', { level: 1, name: 'Connect your wallet' })).toBeVisible()
    await inspectPage(page)
    await tell(server, session, 'connections.request', 'connections.error')
    await page.reload()
    await expect(page.getByRole('heading', { level: 1, name: 'This invitation is no longer valid' })).toBeVisible()
    await inspectPage(page)
    await page.goto('/i/AAECAwQFBgcICQoLDA0ODw')
    await expect(page.getByRole('heading', { level: 1, name: 'We do not know this invitation' })).toBeVisible()
    await inspectPage(page)
    await page.getByRole('link', { name: 'Register with NELFUND' }).click()
    await expect(page.getByRole('link', { name: 'Proceed to Connect' })).toBeVisible()
  })
})

test('the code of the short link is coarse, and each of its modules has whole pixels', async ({ page, server }) => {
  const { sessionId } = await createSession(server)
  for (const [width, px] of [
    [320, 7],
    [360, 8],
    [1280, 12],
  ] as const) {
    await page.setViewportSize({ width, height: 800 })
    await openCode(page, sessionId)
    if (width < 768) await page.getByRole('button', { name: 'Use another device' }).click()
    const code = page.getByRole('img', { name: /^QR code/ })
    await expect(code).toBeInViewport({ ratio: 0.5 })
    const modules = Number((await code.getAttribute('viewBox'))?.split(' ')[2])
    expect(modules).toBeLessThanOrEqual(33 + 8)
    await expect(code).toHaveCSS('width', `${modules * px}px`)
    await expect(code).toHaveCSS('height', `${modules * px}px`)
  }
})
