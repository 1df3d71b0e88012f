import { extname } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { BrowserContext, CDPSession, Page, Response } from '@playwright/test'

/** What a page cost and how long it took, in milliseconds from the start of the navigation, and in bytes as they came. */
export interface Figures {
  readonly firstPaintMs: number
  readonly largestPaintMs: number
  /** Until what was waited for was there, and answered to a press. */
  readonly readyMs: number
  readonly layoutShift: number
  readonly bytes: number
  /** As gzip makes them, which is how budgets are told: a server may do better. */
  readonly scriptGzipBytes: number
  /** Of the sheets and of what stands in the page. */
  readonly styleGzipBytes: number
}

interface Noted {
  firstPaintMs: number
  largestPaintMs: number
  layoutShift: number
  readyMs: number
}

declare global {
  interface Window {
    noted: Noted
  }
}

const kilobit = 1_000 / 8

/** Slow 3G on a cheap phone: 400 ms there and back, 400 kbit/s, a processor four times as slow as this one. */
async function slowDown(session: CDPSession): Promise<void> {
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 400,
    downloadThroughput: 400 * kilobit,
    uploadThroughput: 400 * kilobit,
  })
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
}

/** To be run in a page before anything of it runs: notes what it paints, and when the element `selector` is there and alive. */
function note(selector: string): void {
  const startedMs = document.readyState === 'complete' ? performance.now() : 0 // of a page that changes where it is
  const noted = { firstPaintMs: 0, largestPaintMs: 0, layoutShift: 0, readyMs: 0 }
  window.noted = noted
  const observe = (type: string, act: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) act(entry)
    }).observe({ type, buffered: true })
  observe('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') noted.firstPaintMs = startTime
  })
  observe('largest-contentful-paint', ({ startTime }) => {
    noted.largestPaintMs = startTime
  })
  observe('layout-shift', (entry) => {
    if ('value' in entry && 'hadRecentInput' in entry && !entry.hadRecentInput) noted.layoutShift += Number(entry.value)
  })
  const look = () => {
    const element = document.querySelector(selector)
    const isLink = element instanceof HTMLAnchorElement
    const isAlive = element && (isLink || Object.keys(element).some((key) => key.startsWith('__reactFiber')))
    if (isAlive && element.getClientRects().length > 0) noted.readyMs = performance.now() - startedMs
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** Where to go, and what is waited for. */
interface Visit {
  /** The element that is to be there and alive. */
  readonly ready: string
  readonly url?: string
  /** The page to go on from; a new one where there is none. */
  readonly page?: Page
  /** Another way to go there than by the address. */
  readonly goThere?: (page: Page) => Promise<unknown>
  /** Whether the page changes where it is, and no other is loaded. */
  readonly isSamePage?: boolean
}

/** Goes to a page as slowly as a cheap phone does, and measures it; the context keeps what it has in its cache. */
export async function measurePage(context: BrowserContext, visit: Visit): Promise<{ page: Page; figures: Figures }> {
  const { ready, url = '', goThere = (opened) => opened.goto(url, { waitUntil: 'commit' }), isSamePage } = visit
  const page = visit.page ?? (await context.newPage())
  const session = await context.newCDPSession(page)
  await slowDown(session)
  let bytes = 0
  const sizes = new Map<string, Promise<number>>()
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  const count = (response: Response) => {
    const { pathname } = new URL(response.url())
    if (['.js', '.css'].includes(extname(pathname))) sizes.set(pathname, sizeOf(response.url()))
  }
  page.on('response', count)
  if (isSamePage) await page.evaluate(note, ready)
  else await page.addInitScript(note, ready)
  await goThere(page)
  await page.waitForFunction(() => window.noted?.readyMs > 0, null, { timeout: 120_000 })
  await page.waitForTimeout(settleMs) // what comes late moves what is there, and is paid for
  const noted = await page.evaluate(() => window.noted)
  const inline = (await page.locator('head > style').allInnerTexts()).map((style) => gzipSync(style).length)
  await session.detach()
  page.off('response', count)
  const sum = async (extension: string) => {
    const matching = [...sizes].filter(([name]) => extname(name) === extension)
    return (await Promise.all(matching.map(([, size]) => size))).reduce((total, size) => total + size, 0)
  }
  return {
    page,
    figures: {
      ...noted,
      bytes,
      scriptGzipBytes: await sum('.js'),
      styleGzipBytes: inline.reduce((total, size) => total + size, await sum('.css')),
    },
  }
}

async function sizeOf(url: string): Promise<number> {
  return gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length
}

const settleMs = 3_000

const ms = (value: number) => `${(value / 1_000).toFixed(2)} s`
const kb = (value: number) => `${(value / 1_000).toFixed(1)} KB`

/** A table of what was measured, by the names of the steps. */
export function toTable(rows: readonly (readonly [name: string, figures: Figures])[]): string {
  const head = ['', 'first paint', 'largest', 'ready', 'CLS', 'all bytes', 'JS gzip', 'CSS gzip']
  const lines = rows.map(([name, figures]) => [
    name,
    ms(figures.firstPaintMs),
    ms(figures.largestPaintMs),
    ms(figures.readyMs),
    figures.layoutShift.toFixed(3),
    kb(figures.bytes),
    kb(figures.scriptGzipBytes),
    kb(figures.styleGzipBytes),
  ])
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)))
  return [head, widths.map((width) => '-'.repeat(width)), ...lines]
    .map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
    .join('\n')
}

/** The middle one of several measurements of each figure. */
export function medianOf(all: readonly Figures[]): Figures {
  const middle = (name: keyof Figures) => {
    const sorted = all.map((figures) => figures[name]).toSorted((a, b) => a - b)
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  }
  return {
    firstPaintMs: middle('firstPaintMs'),
    largestPaintMs: middle('largestPaintMs'),
    readyMs: middle('readyMs'),
    layoutShift: middle('layoutShift'),
    bytes: middle('bytes'),
    scriptGzipBytes: middle('scriptGzipBytes'),
    styleGzipBytes: middle('styleGzipBytes'),
  }
}
