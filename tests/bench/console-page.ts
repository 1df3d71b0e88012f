import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Page } from '@playwright/test'
import { pino } from 'pino'
import { openDatabase } from '../../server/db/open-database.ts'
import { findChromium } from '../support/chromium.ts'
import { startServerProcess } from '../support/server-process.ts'
import { fillConsole } from './fill-console.ts'

/**
 * How long an operator waits, in a real browser, with many stored events: from a click to the rows in the page, on the
 * client that `vite build` has built. `node tests/bench/console-page.ts [--events 1000000] [--times 30]` prints the 50th and
 * 95th percentile and the worst, in milliseconds.
 */
const { values } = parseArgs({
  options: { events: { type: 'string', default: '1000000' }, times: { type: 'string', default: '30' } },
})
const times = Number(values.times)
const directory = await mkdtemp(join(tmpdir(), 'nelfund-console-page-'))
const databaseUrl = `sqlite:${join(directory, 'console.db')}`
await (await openDatabase(databaseUrl, pino({ level: 'silent' }))).close()
fillConsole(databaseUrl.slice('sqlite:'.length), Number(values.events))

await using server = await startServerProcess({ DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn', RETENTION_DAYS: '3650' })
const { executablePath, args, env } = await findChromium()
const browser = await chromium.launch({ executablePath, args: [...args], env: { ...env } })
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
await page.goto(`${server.url}/admin`)
await page.getByLabel('Admin token').fill(server.adminToken)
await page.getByRole('button', { name: 'Sign in' }).click()
await page.getByRole('table', { name: 'Events, newest first' }).waitFor()

await report('open the console', async () => {
  const startedMs = performance.now()
  await page.reload({ waitUntil: 'commit' })
  await page.waitForFunction(() => document.querySelector('.log-topic a'), null, { polling: 'raf' })
  return performance.now() - startedMs
})
const outcomes = ['stale', 'unmatched', 'applied', 'failed', 'ignored']
await report('filter by outcome', (time) => choose(page, 'outcome', outcomes[time % outcomes.length] ?? ''))
await choose(page, 'outcome', '')
const topics = ['proofs.verified', 'connections.active']
await report('filter by topic', (time) => choose(page, 'topic', topics[time % topics.length] ?? ''))
await choose(page, 'topic', '')
await report('next page', () => toNextPage(page))
await report('search by webhook id', (time) => search(page, `wh_${1_000 + time}`))
await browser.close()
await server[Symbol.asyncDispose]()
await rm(directory, { recursive: true, force: true })

/** Chooses in a filter; answers the time until every row shown has it, and one frame has been drawn since. */
function choose(inPage: Page, name: 'outcome' | 'topic', value: string): Promise<number> {
  return inPage.evaluate(
    async ([field, wanted]) => {
      const select = document.querySelector<HTMLSelectElement>(`select[name=${field}]`)
      if (!select) throw new Error('There is no such filter')
      select.value = wanted
      const startedMs = performance.now()
      select.dispatchEvent(new Event('change', { bubbles: true }))
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
      const cells = () => [...document.querySelectorAll(`.log-table td.log-${field}`)]
      const isThere = () =>
        new URLSearchParams(location.search).get(field) === (wanted || null) &&
        cells().length > 0 &&
        cells().every(({ textContent }) => textContent?.includes(wanted))
      while (!isThere()) await frame()
      await frame()
      return performance.now() - startedMs
    },
    [name, value] as const,
  )
}

/** Scrolls to the end of what is loaded; answers the time until more rows are there. */
function toNextPage(inPage: Page): Promise<number> {
  return inPage.evaluate(async () => {
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

/** Searches for one event; answers the time until it is the one row shown. */
async function search(inPage: Page, webhookId: string): Promise<number> {
  await inPage.getByLabel('Search by any id').fill(webhookId)
  return inPage.evaluate(async (wanted) => {
    const startedMs = performance.now()
    document.querySelector<HTMLFormElement>('form.filters')?.requestSubmit()
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const ids = () => [...document.querySelectorAll('.log-table td.log-id:not(.log-wide)')]
    while (!(ids().length === 1 && ids()[0]?.textContent === wanted)) await frame()
    await frame()
    return performance.now() - startedMs
  }, webhookId)
}

async function report(name: string, work: (time: number) => Promise<number>): Promise<void> {
  const taken: number[] = []
  for (let time = 0; time < times; time++) taken.push(await work(time))
  taken.sort((a, b) => a - b)
  const at = (share: number) => (taken[Math.ceil(share * taken.length) - 1] ?? Number.NaN).toFixed(0).padStart(6)
  process.stdout.write(`${name.padEnd(24)} p50 ${at(0.5)} ms  p95 ${at(0.95)} ms  worst ${at(1)} ms\n`)
}
