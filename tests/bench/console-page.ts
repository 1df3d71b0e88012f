import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { pino } from 'pino'
import { openDatabase } from '../../server/db/open-database.ts'
import { findChromium } from '../support/chromium.ts'
import { startServerProcess } from '../support/server-process.ts'
import { fillConsole } from './fill-console.ts'
import { measurePage, toTable } from './slow-page.ts'

/**
 * How long an operator waits, in a real browser, with many stored events: from going somewhere to what is shown there, on the
 * client that `vite build` has built; then what opening the console costs on slow 3G. `node tests/bench/console-page.ts
 * [--events 1000000] [--times 30]` prints the 50th and 95th percentile and the worst, in milliseconds.
 */
const { values } = parseArgs({
  options: { events: { type: 'string', default: '1000000' }, times: { type: 'string', default: '30' } },
})
const [events, times] = [Number(values.events), Number(values.times)]
const viewport = { width: 1440, height: 900 }
const directory = await mkdtemp(join(tmpdir(), 'nelfund-console-page-'))
const databaseUrl = `sqlite:${join(directory, 'console.db')}`
await (await openDatabase(databaseUrl, pino({ level: 'silent' }))).close()
fillConsole(databaseUrl.slice('sqlite:'.length), events)

await using server = await startServerProcess({ DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn', RETENTION_DAYS: '3650' })
const { executablePath, args, env } = await findChromium()
const browser = await chromium.launch({ executablePath, args: [...args], env: { ...env } })
const context = await browser.newContext({ viewport })
const page = await context.newPage()
await page.goto(`${server.url}/admin`)
await page.getByLabel('Admin token').fill(server.adminToken)
await page.getByRole('button', { name: 'Sign in' }).click()
await page.getByRole('table', { name: 'Events, newest first' }).waitFor()

const row = '.events [data-event]'
await report('the console opened anew', async () => {
  const startedMs = performance.now()
  await page.reload({ waitUntil: 'commit' })
  await page.waitForFunction((selector) => document.querySelector(selector), row, { polling: 'raf' })
  return performance.now() - startedMs
})
const outcomes = ['stale', 'unmatched', 'applied', 'failed', 'ignored']
await report('filter by outcome', (time) => {
  const outcome = outcomes[time % outcomes.length] ?? ''
  return go(`/admin?q=outcome:${outcome}`, '.events .c-outcome span', outcome)
})
const month = new Intl.DateTimeFormat('en-GB', { month: 'short' })
const topics = ['proofs.verified', 'connections.active', 'weather.changed']
await report('filter by topic', (time) => {
  const topic = topics[time % topics.length] ?? ''
  return go(`/admin?q=topic:${topic}`, row, topic)
})
await report('filter by time', async (time) => {
  await go('/admin', row)
  const day = new Date(Date.now() - (time + 1) * 86_400_000)
  return go(`/admin?q=since:${time + 2}d+until:${time + 1}d`, '.events .c-time time', month.format(day)) // today's have none
})
await go('/admin', row)
await report('the next page', () => toNextPage())
await report('an event by its id', (time) => go(`/admin?q=wh_${1_000 + time}`, `[data-event="wh_${1_000 + time}"]`))
await go('/admin', row)
await report('an event opened', (time) =>
  go(`/admin?event=wh_${events - time}`, '.pane .pane-title + .pane-line code', `wh_${events - time}`),
)
await report('all sessions', async () => {
  await go('/admin', row)
  return go('/admin/sessions', '.sessions [data-session]')
})
await report('sessions by outcome', (time) => {
  const outcome = time % 2 === 0 ? 'registered' : 'open'
  return go(`/admin/sessions?q=outcome:${outcome}`, `.sessions .came-${outcome}, .list-state [role=status]`)
})
await report('a session opened', async (time) => {
  const id = `00000000-0000-4000-8000-${String(1_000 + time).padStart(12, '0')}`
  return go(`/admin/sessions?session=${id}`, '.pane .pane-line code', id)
})
for (const [name, path, selector] of [
  ['the platform', '/admin/platform', '.health td'],
  ['privacy', '/admin/privacy', 'h1'],
  ['activity', '/admin/activity', '.activity .c-time time'],
] as const) {
  await report(name, async () => {
    await go('/admin', row)
    return go(path, selector)
  })
}
const kept = await context.storageState()
await context.close()
const anew = await browser.newContext({ viewport, storageState: kept })
const { figures } = await measurePage(anew, { url: `${server.url}/admin`, ready: row })
process.stdout.write(`\n${toTable([['/admin on slow 3G', figures]])}\n`)
await browser.close()
await server[Symbol.asyncDispose]()
await rm(directory, { recursive: true, force: true })

/** Goes to an address within the page; answers the time until every element that `selector` finds says `words`, there are some, and a frame has been drawn. */
function go(path: string, selector: string, words = ''): Promise<number> {
  return page.evaluate(
    async ([href, found, wanted]) => {
      const startedMs = performance.now()
      history.pushState(null, '', href)
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
      const isThere = () => {
        const elements = [...document.querySelectorAll(found)]
        return elements.length > 0 && elements.every(({ textContent }) => textContent?.includes(wanted))
      }
      do {
        await frame()
        if (performance.now() - startedMs > 60_000) throw new Error(`${href} shows no ${found} with ${wanted}`)
      } while (!isThere())
      await frame()
      return performance.now() - startedMs
    },
    [path, selector, words] as const,
  )
}

/** Scrolls to the end of what is loaded; answers the time until more rows are there. */
function toNextPage(): Promise<number> {
  return page.evaluate(async () => {
    const scroller = document.querySelector('[data-testid=log-scroller]')
    if (!scroller) throw new Error('There is no list')
    const { scrollHeight } = scroller
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const startedMs = performance.now()
    scroller.scrollTo({ top: scrollHeight })
    while (scroller.scrollHeight === scrollHeight) await frame()
    await frame()
    return performance.now() - startedMs
  })
}

async function report(name: string, work: (time: number) => Promise<number>): Promise<void> {
  const taken: number[] = []
  for (let time = 0; time < times; time++) taken.push(await work(time))
  taken.sort((a, b) => a - b)
  const at = (share: number) => (taken[Math.ceil(share * taken.length) - 1] ?? Number.NaN).toFixed(0).padStart(6)
  process.stdout.write(`${name.padEnd(24)} p50 ${at(0.5)} ms  p95 ${at(0.95)} ms  worst ${at(1)} ms\n`)
}
