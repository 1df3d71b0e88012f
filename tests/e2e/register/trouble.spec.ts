import { expect, type Page } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'
import { createSession, readSession, tell } from './platform.ts'
import { reads } from './reads.ts'
import { tellProblem } from './tell-problem.ts'
import { test } from './wizard.ts'

const unknownSession = '00000000-0000-4000-8000-000000000000'
const forGood = 'Registration is not working at the moment'
const anyError = /./ // each of these tests makes the page complain

test('what ended unfinished', async ({ page, server }) => {
  test.slow() // many pages to look at, and the machine may be busy
  for (const [step, topics, words] of [
    ['connect', ['connections.request', 'connections.abandoned'], 'The connection was declined or cancelled'],
    ['connect', ['connections.request', 'connections.error'], 'The connection failed'],
    ['credentials', ['connections.completed', 'proofs.failed'], 'Your card did not pass the check'],
    ['credentials', ['connections.completed', 'proofs.declined'], 'You declined to share'],
    [
      'credentials',
      ['connections.completed', 'credentials.declined', 'proofs.verified'],
      'You declined the credential',
    ],
  ] as const) {
    const session = await createSession(server)
    await tell(server, session, ...topics)
    await page.goto(`/register/${step}?session=${session.sessionId}`)
    await reads(page, words)
  }
})

test('what the platform refused', async ({ page, server }) => {
  test.slow()
  for (const [problem, topics, words] of [
    ['requestProof', [], 'Your wallet could not be asked'],
    ['verifyPresentation', ['proofs.presentation'], 'Your details could not be checked'],
    ['readIdentity', ['proofs.verified'], 'Verified, but your details could not be fetched'],
    ['offerCredential', ['proofs.verified'], 'Your credential could not be sent'],
  ] as const) {
    const session = await createSession(server)
    await tell(server, session, 'connections.completed', ...topics)
    await tellProblem(page, problem)
    await page.goto(`/register/credentials?session=${session.sessionId}`)
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
    await reads(page, words)
  }
})

test.describe('an invitation that nobody took', () => {
  test.use({ variables: { SESSION_TTL_SECONDS: '1' } })

  test('is over', async ({ page, server }) => {
    const session = await createSession(server)
    await page.goto(`/register/connect?session=${session.sessionId}`)
    await reads(page, 'Time ran out')
    await page.goto('/register/intro')
    await expect(page.getByRole('link', { name: 'Proceed to Connect' })).toBeVisible()
    await inspectPage(page)
  })
})

test.describe('what was not answered', () => {
  test.use({ errorsShown: anyError })

  test('a code that could not be made or a wallet not asked, for each reason that has words', async ({
    page,
    server,
  }) => {
    test.slow()
    const declined = await createSession(server)
    await tell(server, declined, 'connections.completed', 'proofs.declined')
    const waiting = await createSession(server)
    await page.clock.install() // the pauses between tries are long
    await page.goto('/register/connect')
    await page.route('**/trpc/session.create*', (route) => route.abort())
    await page.getByRole('button', { name: 'Connect Wallet' }).click()
    await reads(page, 'No answer')
    await page.unroute('**/trpc/session.create*')
    await page.route('**/trpc/session.create*', (route) => route.continue({ postData: '{"requestType":7}' }))
    await page.getByRole('button', { name: 'Connect Wallet' }).click()
    await reads(page, 'That did not work')

    await page.unroute('**/trpc/session.create*')
    await page.route('**/trpc/session.create*', (route) =>
      route.fulfill({ status: 502, json: { error: { message: '', code: -32_603, data: { code: 'BAD_GATEWAY' } } } }),
    )
    await page.getByRole('button', { name: 'Connect Wallet' }).click()
    await reads(page, 'The wallet service did not answer')

    for (const [status, json, words] of [
      [502, { error: { message: '', code: -32_603, data: { code: 'BAD_GATEWAY', waitingHelps: false } } }, forGood],
      [403, { error: 'This address is not set up' }, 'This address is not set up'],
    ] as const) {
      await page.unroute('**/trpc/session.create*')
      await page.route('**/trpc/session.create*', (route) => route.fulfill({ status, json }))
      await page.getByRole('button', { name: 'Connect Wallet' }).click()
      await reads(page, words)
    }

    await page.route('**/trpc/session.requestProof*', (route) =>
      route.continue({ postData: JSON.stringify({ sessionId: waiting.sessionId }) }),
    )
    await page.goto(`/register/credentials?session=${declined.sessionId}`)
    await page.getByRole('button', { name: 'Ask again' }).click()
    await reads(page, 'Your wallet is not ready yet')
    await page.unroute('**/trpc/session.requestProof*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('status')).not.toContainText('Your wallet is not ready yet')
    await expect.poll(async () => (await readSession(server, declined.sessionId)).proof).toBe('request')
  })

  test('a registration that cannot be found, or not be loaded', async ({ page, network, server }) => {
    await page.clock.install()
    await page.goto(`${network.url}/register/credentials?session=${unknownSession}`)
    await reads(page, 'We do not know this registration')
    const session = await createSession(server)
    await page.route('**/trpc/**', (route) =>
      route.fulfill({ status: 403, json: { error: 'This address is not set up' } }),
    )
    await page.goto(`${network.url}/register/connect?session=${session.sessionId}`)
    await expect(page.getByRole('status')).toContainText('Your internet connection is fine')
    await page.unroute('**/trpc/**')
    await page.route('**/trpc/**', (route) => route.abort())
    await page.goto(`${network.url}/register/connect?session=${session.sessionId}`)
    await untilSaid(page, 'We could not load your registration')
    await reads(page, 'We could not load your registration')
    await page.unroute('**/trpc/**')
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  })

  test('code that did not load leaves a page that says so, and how to go on', async ({ page }) => {
    await page.route('**/assets/register-*.js', (route) => route.abort())
    await page.goto('/register/connect')
    await expect(page.getByRole('heading', { name: 'This page did not load' })).toBeVisible()
    await inspectPage(page)
    await page.unroute('**/assets/register-*.js')
    await page.getByRole('link', { name: 'Load again' }).click()
    await expect(page.getByRole('button', { name: 'Connect Wallet' })).toBeVisible()
  })
})

test('a page that cannot be shown says so in the student’s language', async ({ browser, server }) => {
  await using context = await browser.newContext({ baseURL: server.url })
  const page = await context.newPage()
  await page.route('**/register/connect*', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: (await response.text()).replace('name="page-settings"', '') })
  })
  await page.goto('/register/connect?lang=ha')
  await expect(page.getByRole('heading', { name: 'Wannan shafi bai buɗe ba' })).toBeVisible()
  await page.unroute('**/register/connect*')
  await page.getByRole('link', { name: 'Ku sake buɗewa' }).click()
  await expect(page.getByRole('button', { name: 'Ku haɗa walet' })).toBeVisible()
})

test('the link is copied, or shown to be copied by hand where the browser forbids it', async ({ page, server }) => {
  const { sessionId } = await createSession(server)
  const { shortUrl } = await readSession(server, sessionId)
  await page.goto(`/register/connect?session=${sessionId}`)
  const copy = page.getByRole('button', { name: 'Copy invitation link' })
  await page.evaluate(() =>
    Object.defineProperty(navigator.clipboard, 'writeText', { value: async () => undefined, configurable: true }),
  )
  await copy.click()
  await expect(page.getByText('Copied')).toBeVisible()
  await page.evaluate(() => {
    Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new Error('forbidden')) })
    document.execCommand = () => false
  })
  await copy.click()
  await expect(page.getByText('Your browser does not allow copying')).toBeVisible()
  await expect(page.getByLabel('Copy invitation link, by hand')).toHaveValue(shortUrl)
  await inspectPage(page)
})

/** Lets the page's clock run until it says `words`. */
async function untilSaid(page: Page, words: string): Promise<void> {
  await expect(async () => {
    await page.clock.fastForward(10_000)
    await expect(page.getByRole('status')).toContainText(words, { timeout: 500 })
  }).toPass()
}
