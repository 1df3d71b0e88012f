import { expect, type Page } from '@playwright/test'
import { expectNoViolation } from '../../support/axe.ts'
import { createSession, tell } from './platform.ts'
import { test } from './wizard.ts'

/** As the network of a cheap phone does for seconds. @returns what lets the page's code come. */
async function holdCode(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route('**/assets/register-*.js', async (route) => {
    await promise
    await route.continue()
  })
  return resolve
}

/** What stands in the page; what is for browsers that run no script is not of it. */
function markup(page: Page): Promise<string> {
  return page.locator('#root').evaluate(({ innerHTML }) => innerHTML.replace(/<noscript>.*?<\/noscript>/, ''))
}

/** Resolves once the page's code has taken it over. */
async function takenOver(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    Object.keys(document.querySelector('h1') ?? {}).some((key) => key.startsWith('__react')),
  )
}

for (const [language, path] of [
  ['en', '/register/connect'],
  ['ha', '/register/connect'],
  ['yo', '/register/credentials?session='],
  ['en', '/register/complete?session='],
] as const)
  test(`${path} in ${language} is the same before its code has come and after`, async ({ page, server }) => {
    const { sessionId } = await createSession(server)
    await page.route('**/trpc/**', () => {}) // nothing is known of the session yet
    const come = await holdCode(page)
    const address = path.endsWith('=') ? `${path}${sessionId}&lang=${language}` : `${path}?lang=${language}`
    await page.goto(address, { waitUntil: 'commit' })
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('lang', language === 'en' ? 'en-NG' : language)
    const [before, title] = [await markup(page), await page.title()]
    if (language === 'ha') await expectNoViolation(page)
    come()
    await takenOver(page)
    expect(await markup(page)).toBe(before)
    expect(await page.title()).toBe(title)
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  })

test('what is pressed before the code has come is done once it is there, once', async ({ page }) => {
  const created: string[] = []
  page.on('request', (request) => request.url().includes('session.create') && created.push(request.url()))
  const come = await holdCode(page)
  await page.goto('/register/connect', { waitUntil: 'commit' })
  const button = page.getByRole('button', { name: 'Connect Wallet' })
  await button.click()
  await button.click({ force: true }) // it says that it is busy
  await expect(button).toHaveAttribute('aria-busy', 'true')
  come()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  expect(created).toHaveLength(1)

  await page.goto('about:blank')
  const again = await holdCode(page)
  await page.goto('/register/connect?type=registration', { waitUntil: 'commit' })
  await page.locator('summary').click()
  await page.getByRole('link', { name: 'Hausa' }).click()
  again()
  await expect(page.getByRole('heading', { level: 1, name: 'Ku haɗa walet ɗinku' })).toBeVisible()
  await expect(page).toHaveURL(/\?type=registration$/)
})

test('whoever may be in a registration is not asked to begin one', async ({ page, server }) => {
  const session = await createSession(server)
  await page.goto(`/register/connect?session=${session.sessionId}`)
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  const come = await holdCode(page)
  await page.goto('/register/connect', { waitUntil: 'commit' })
  await expect(page.getByRole('status')).toContainText('Finding your registration')
  await expect(page.getByRole('button', { name: 'Connect Wallet' })).toHaveCount(0)
  come()
  await expect(page.getByRole('heading', { level: 1, name: 'Continue your registration?' })).toBeFocused()
})

test('nothing jumps while a page is opened by its address', async ({ page, server }) => {
  await page.addInitScript(() => {
    const moved: number[] = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if ('value' in entry) moved.push(Number(entry.value))
      document.documentElement.dataset.moved = String(moved.reduce((sum, value) => sum + value, 0))
    }).observe({ type: 'layout-shift', buffered: true })
  })
  const session = await createSession(server)
  for (const [step, topics, words] of [
    ['connect', [], 'Waiting for your wallet'],
    ['credentials', ['proofs.request', 'connections.completed'], 'Waiting for your approval'],
    ['complete', ['proofs.verified', 'credentials.issued'], 'Registration complete'],
  ] as const) {
    await tell(server, session, ...topics)
    await page.goto(`/register/${step}?session=${session.sessionId}`)
    await expect(page.getByRole('status')).toContainText(words)
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))))
    expect(Number((await page.locator('html').getAttribute('data-moved')) ?? 0), step).toBeLessThanOrEqual(0.02)
  }
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a page says what it needs, in the student’s language, and shows no button that does nothing', async ({
    page,
    context,
    baseURL,
  }) => {
    await page.goto('/register/connect')
    await expect(page.getByRole('heading', { level: 1, name: 'Connect your wallet' })).toBeVisible()
    await expect(page.locator('noscript p')).toContainText('This page needs JavaScript')
    await expect(page.getByRole('button')).toHaveCount(0)
    await context.addCookies([{ name: 'lang', value: 'pcm', url: baseURL ?? '' }])
    await page.goto('/register/credentials?session=none')
    await expect(page.locator('noscript p')).toContainText('This page need JavaScript')
    await expect(page.getByRole('status')).toBeHidden()
  })
})
