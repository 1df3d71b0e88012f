import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { z } from 'zod'
import { findChromium } from '../support/chromium.ts'
import { startServerProcess } from '../support/server-process.ts'
import { type Figures, measurePage, medianOf, toTable } from './slow-page.ts'

/**
 * What a student's cheap phone on slow 3G waits for and pays, step by step, in a real Chromium on the client that `vite build`
 * has built: `register-page.ts [--rounds 3]`. Prints a table of medians, and exits with 1 where one is above its budget.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } })
const Created = z.object({ sessionId: z.string(), invitationId: z.string() })
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

/** What a student may wait and pay for, by step; on a machine that has nothing else to do. */
const budgets: Readonly<Record<string, Partial<Figures>>> = {
  intro: { firstPaintMs: 1_200, readyMs: 3_000 },
  'connect, from intro': { largestPaintMs: 2_500, readyMs: 3_000 },
  'connect, cold': { firstPaintMs: 1_500, largestPaintMs: 2_500, readyMs: 4_000 },
  'the link, cold': { firstPaintMs: 1_500 },
  'credentials, cold': { firstPaintMs: 1_500 },
  'complete, cold': { firstPaintMs: 1_500 },
  help: { firstPaintMs: 1_200, readyMs: 3_000 },
  privacy: { firstPaintMs: 1_200, readyMs: 3_000 },
}
const everywhere: Partial<Figures> = { layoutShift: 0.02, scriptGzipBytes: 80_000, styleGzipBytes: 15_000 }
const journeyBytes = 150_000

/** Of the first page, and of the one after it. */
const proceed = '.button[href^="/register/connect"], .shell-main .button'
const connectButton = '.shell-main button.button'

await using server = await startServerProcess({ LOG_LEVEL: 'warn' })
const { url } = server
const { executablePath, args, env } = await findChromium()
const browser = await chromium.launch({ executablePath, args: [...args], env: { ...env } })
const rounds: (readonly (readonly [string, Figures])[])[] = []
await inNewBrowser('a browser that runs already', '/privacy', 'main a') // as a student's does
for (let round = 0; round < Number(values.rounds); round++) rounds.push(await walk())
await browser.close()

const medians = (rounds[0] ?? []).map(
  ([name], index) => [name, medianOf(rounds.flatMap((steps) => steps[index]?.[1] ?? []))] as const,
)
process.stdout.write(`${toTable(medians)}\n`)
const journey = medians.slice(0, 3).reduce((bytes, [, figures]) => bytes + figures.bytes, 0)
process.stdout.write(`from the first page to the code: ${(journey / 1_000).toFixed(1)} KB in all\n`)
const broken = medians.flatMap(([name, figures]) =>
  Object.entries({ ...everywhere, ...budgets[name] }).flatMap(([figure, most]) => {
    const value = Object.entries(figures).find(([known]) => known === figure)?.[1] ?? Number.NaN
    return value <= most ? [] : `${name}: ${figure} is ${value.toFixed(3)}, the budget is ${most}`
  }),
)
if (journey > journeyBytes) broken.push(`from the first page to the code: the budget is ${journeyBytes} bytes`)
for (const line of broken) process.stderr.write(`${line}\n`)
if (broken.length > 0) process.exitCode = 1

/** The whole way, in one browser that knows nothing yet; then each step opened by its address in a new one. */
async function walk() {
  const context = await browser.newContext(phone)
  const intro = await measurePage(context, { url: `${url}/register/intro`, ready: proceed })
  const connect = await measurePage(context, {
    page: intro.page,
    ready: connectButton,
    goThere: (page) => page.locator(proceed).first().click({ noWaitAfter: true }),
  })
  const code = await measurePage(context, {
    page: connect.page,
    ready: '.shell-main a.button',
    goThere: (page) => page.locator(connectButton).click({ noWaitAfter: true }),
    isSamePage: true,
  })
  await context.close()
  return [
    ['intro', intro.figures],
    ['connect, from intro', connect.figures],
    ['the link, from connect', code.figures],
    await inNewBrowser('connect, cold', '/register/connect', connectButton),
    await inNewBrowser('the link, cold', await sessionAt('connect'), '.shell-main a.button'),
    await inNewBrowser(
      'credentials, cold',
      await sessionAt('credentials', 'connections.completed', 'proofs.request'),
      'section h2',
    ),
    await inNewBrowser(
      'complete, cold',
      await sessionAt('complete', 'connections.completed', 'proofs.verified', 'credentials.issued'),
      'dl',
    ),
    await inNewBrowser('help', '/help', 'main a'),
    await inNewBrowser('privacy', '/privacy', 'main a'),
  ] as const
}

async function inNewBrowser(name: string, path: string, ready: string): Promise<readonly [string, Figures]> {
  const context = await browser.newContext(phone)
  await context.addInitScript(() => {
    sessionStorage.setItem('nelfund.sessions', new URLSearchParams(location.search).get('session') ?? '')
  })
  const { figures } = await measurePage(context, { url: `${url}${path}`, ready })
  await context.close()
  return [name, figures]
}

/** Makes a session that has come so far; answers the path of its page. */
async function sessionAt(step: string, ...topics: readonly string[]): Promise<string> {
  const { sessionId, invitationId } = Created.parse(await (await post('/api/connections/session', {})).json())
  for (const topic of topics) {
    const data = { invitationId, connectionId: sessionId }
    await post('/api/webhooks/confirmd', { webhookId: randomUUID(), topic, organizationId: 'bench', data })
  }
  return `/register/${step}?session=${sessionId}`
}

function post(path: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'x-api-key': server.webhookSecret }
  return fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
}
