import { expect, type Page } from '@playwright/test'
import { createSession, readSession, tell } from './platform.ts'
import { startAgain } from './start-again.ts'
import { tellProblem } from './tell-problem.ts'
import { test } from './wizard.ts'

test.use({ viewport: { width: 360, height: 740 } })

const lowestPx = 660
const mostShift = 0.02

/** To be run in a page before anything of it: sums up how far things have moved that nobody moved (https://web.dev/cls). */
function sumShifts(): void {
  Object.assign(window, { shifted: 0 })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (!Reflect.get(entry, 'hadRecentInput'))
        Object.assign(window, { shifted: Reflect.get(window, 'shifted') + Reflect.get(entry, 'value') })
  }).observe({ type: 'layout-shift', buffered: true })
}

/** There is one thing to do, it is filled, and it is inside the first screen of a small phone. */
async function hasOneAction(page: Page, words: string): Promise<void> {
  const filled = page.locator('main :is(a, button).button:not(.button-quiet)')
  await expect(filled).toHaveText([words])
  const box = await filled.boundingBox()
  expect((box?.y ?? lowestPx) + (box?.height ?? 0)).toBeLessThanOrEqual(lowestPx)
}

test('who presses everything twice, goes back, forward and reloads is where they were, once', async ({
  page,
  server,
}) => {
  const calls: string[] = []
  page.on('request', (request) => {
    const [, called] = /\/trpc\/session\.(create|requestProof|cancel)/.exec(request.url()) ?? []
    if (called) calls.push(called)
  })
  await page.addInitScript(sumShifts)
  await tellProblem(page, null)
  const heading = page.getByRole('heading', { level: 1 })
  const status = page.getByRole('status')
  const shifted = () => page.evaluate(() => Number(Reflect.get(window, 'shifted')))

  await page.goto('/register/connect')
  await hasOneAction(page, 'Connect Wallet')
  await page.getByRole('button', { name: 'Connect Wallet' }).dblclick()
  await expect(status).toContainText('Waiting for your wallet')
  await expect(heading).toBeFocused()
  await hasOneAction(page, 'Open in wallet app')
  const address = page.url()
  const session = await readSession(server, new URL(address).searchParams.get('session') ?? '')

  await page.goBack()
  await page.goForward()
  await expect(status).toContainText('Waiting for your wallet')
  await page.reload()
  await expect(status).toContainText('Waiting for your wallet')
  expect(page.url()).toBe(address)
  expect(calls).toEqual(['create'])

  await tell(server, session, 'connections.request')
  await expect(status).toContainText('Code scanned')
  await hasOneAction(page, 'Open wallet app')
  await tell(server, session, 'proofs.request', 'connections.completed')
  await expect(status).toContainText('Waiting for your approval')
  await expect(heading).toBeFocused()
  await hasOneAction(page, 'Open wallet app')
  await tell(server, session, 'proofs.declined')
  await expect(status).toContainText('You declined to share')
  await hasOneAction(page, 'Ask again')
  expect(await shifted(), 'layout shift since the reload').toBeLessThanOrEqual(mostShift)

  await page.getByRole('button', { name: 'Ask again' }).dblclick()
  await expect.poll(async () => (await readSession(server, session.sessionId)).proof).toBe('request')
  await expect(status).toContainText('Waiting for your approval')
  expect(calls).toEqual(['create', 'requestProof'])
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
  await startAgain(page)
  await expect.poll(async () => (await readSession(server, session.sessionId)).outcome).toBe('cancelled')
  expect(calls).toEqual(['create', 'requestProof', 'cancel'])
})

test('who presses “Get a new code” twice gets one', async ({ page, server }) => {
  const session = await createSession(server)
  await tell(server, session, 'connections.abandoned')
  let created = 0
  page.on('request', (request) => {
    if (request.url().includes('session.create')) created++
  })
  await page.goto('/register/intro')
  await hasOneAction(page, 'Proceed to Connect')
  await page.goto(`/register/connect?session=${session.sessionId}`)
  await page.getByRole('button', { name: 'Get a new code' }).dblclick()
  await expect(page.getByRole('status')).toContainText('Waiting for your wallet')
  expect(page.url()).not.toContain(session.sessionId)
  expect(created).toBe(1)
})

test('two phones with one invitation: the wallet that accepts it first is the one, and both pages follow it', async ({
  page,
  context,
  server,
}) => {
  const session = await createSession(server)
  const other = await context.newPage()
  const both = async (words: string) => {
    for (const each of [page, other]) await expect(each.getByRole('status')).toContainText(words)
  }
  for (const each of [page, other]) await each.goto(`/register/connect?session=${session.sessionId}`)
  await both('Waiting for your wallet')
  await tell(server, session, 'connections.request')
  await both('Code scanned')
  await tell(server, { ...session, connectionId: 'another-wallet' }, 'connections.completed', 'connections.error')
  await tell(server, session, 'proofs.request', 'connections.completed')
  await both('Waiting for your approval')
  await tell(server, { ...session, connectionId: 'another-wallet' }, 'proofs.declined')
  await tell(server, session, 'proofs.verified')
  await both('Verified')
})
