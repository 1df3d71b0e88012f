import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { chromium, type Page } from '@playwright/test'
import { z } from 'zod'
import { findChromium } from '../support/chromium.ts'
import { longHistory } from '../support/long-history.ts'
import { startServerProcess } from '../support/server-process.ts'

/**
 * How fast `/qa` is in a real browser, on the client that `vite build` has built: `visualiser.ts [--rounds 10]`.
 * Prints medians, 95th percentiles and the worst, in milliseconds. A 95th percentile is to be below its target; exit
 * code 1 where a median misses it, with `--quick`, which is small too, where it is more than ten times off.
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, quick: { type: 'boolean', default: false } },
})
const rounds = values.quick ? 1 : Number(values.rounds)
const entries = values.quick ? 500 : 10_000
const inFile = entries * 14 // 44 MB
const atOnce = 40
const steps = [
  ...['request', 'response', 'active', 'completed'].map((word) => ['connection', word] as const),
  ...['request', 'presentation', 'verified'].map((word) => ['proof', word] as const),
  ...['offer', 'request', 'issued'].map((word) => ['credential', word] as const),
]
const Created = z.object({ sessionId: z.string(), invitationId: z.string() })

await using server = await startServerProcess({ LOG_LEVEL: 'warn', WEBHOOK_RATE_LIMIT: '0' })
const { executablePath, args, env } = await findChromium()
const browser = await chromium.launch({ executablePath, args: [...args], env: { ...env } })

report('opened cold, until the chart is there', 1_000, await measureOpening())
const { moved, quiet } = await measureLive()
report('webhook sent until the state is filled', 100, moved)
report('webhook that moves nothing, until it is listed', 100, quiet)
const long = await openLong()
reportBytes(`opening a followed session of ${entries} entries`, 500_000, long.opening)
reportBytes('one more webhook for it', 5_000, long.following)
report(`one step of scrubbing ${entries} entries`, 50, await measureScrub(long.page))
report(`a frame while scrolling ${entries} entries`, 50, await framesWhile(long.page, scroll))
await long.page.goto(`${server.url}/qa?mode=file`)
report(`a frame while a file of ${inFile} entries is read`, 50, await framesWhile(long.page, readFile))
await browser.close()

async function signedIn(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await context.request.post(`${server.url}/trpc/admin.login`, { data: { token: server.adminToken } })
  return context.newPage()
}

async function createSession() {
  const created = await post('/api/connections/session', {})
  return Created.parse(await created.json())
}

/** A context of its own each time: nothing is in a cache. */
async function measureOpening(): Promise<number[]> {
  const { sessionId } = await createSession()
  const tookMs: number[] = []
  for (let round = 0; round < rounds; round++) {
    const opened = await signedIn()
    await opened.goto(`${server.url}/qa?session=${sessionId}`, { waitUntil: 'commit' })
    tookMs.push(await whenShown(opened, '[data-state="connection.invitation"][data-look="current"]', 'since opening'))
    await opened.context().close()
  }
  return tookMs
}

async function measureLive() {
  const moved: number[] = []
  const quiet: number[] = []
  const followed = await signedIn()
  for (let round = 0; round < rounds; round++) {
    const { sessionId, invitationId } = await createSession()
    await followed.goto(`${server.url}/qa?session=${sessionId}`)
    await followed.locator('[data-entries="1"]').waitFor({ state: 'attached' })
    for (const [family, word] of steps) {
      await delay(200) // so that one is shown before the next is sent
      moved.push(
        await send(
          followed,
          `[data-state="${family}.${word}"][data-look="current"]`,
          `${family}s.${word}`,
          invitationId,
        ),
      )
    }
    await delay(200)
    quiet.push(await send(followed, `[data-entries="${steps.length + 2}"]`, 'greeting', invitationId))
  }
  return { moved, quiet }
}

async function send(followed: Page, selector: string, topic: string, invitationId: string): Promise<number> {
  const shown = whenShown(followed, selector, 'epoch')
  const sentAt = performance.timeOrigin + performance.now()
  const data = { invitationId, connectionId: invitationId }
  await post('/api/webhooks/confirmd', { webhookId: randomUUID(), topic, organizationId: 'bench', data })
  return (await shown) - sentAt
}

/** When the first frame that has the selector is about to be drawn. */
function whenShown(shownOn: Page, selector: string, since: 'epoch' | 'since opening'): Promise<number> {
  return shownOn.evaluate(
    ([wanted, origin]) =>
      new Promise<number>((resolve) => {
        const look = () => {
          const now = performance.now() + (origin === 'epoch' ? performance.timeOrigin : 0)
          if (document.querySelector(wanted)) resolve(now)
          else requestAnimationFrame(look)
        }
        look()
      }),
    [selector, since] as const,
  )
}

/** A followed session that so many webhooks came for, what opening it moved over the network, and what one more of them did. */
async function openLong() {
  const { sessionId, invitationId } = await createSession()
  const data = { invitationId, connectionId: invitationId }
  const topics = ['connections.request', 'greeting'] // one after another, or they would be one row
  let sent = 0
  const sendOne = () =>
    post('/api/webhooks/confirmd', {
      webhookId: randomUUID(),
      topic: topics[++sent % 2],
      organizationId: 'bench',
      data,
    })
  const left = Array.from({ length: entries - 1 }).values()
  const worker = async () => {
    for (const _ of left) await sendOne()
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  const page = await signedIn()
  const network = await page.context().newCDPSession(page)
  await network.send('Network.enable')
  let bytes = 0
  network.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  await page.goto(`${server.url}/qa?session=${sessionId}`)
  await page.locator(`[data-entries="${entries}"]`).waitFor({ state: 'attached' })
  await delay(1_000)
  const opening = bytes
  bytes = 0
  await sendOne()
  await page.locator(`[data-entries="${entries + 1}"]`).waitFor({ state: 'attached' })
  return { page, opening, following: bytes }
}

/** From the slider's own event until the frame that shows the entry. */
function measureScrub(long: Page): Promise<number[]> {
  return long.getByRole('slider').evaluate(async (slider, steps) => {
    const tookMs: number[] = []
    if (!(slider instanceof HTMLInputElement)) return tookMs
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
    for (let step = 0; step < steps; step++) {
      await new Promise(requestAnimationFrame)
      const startedAt = performance.now()
      setValue?.call(slider, String(Math.floor((step * 9_973) % Number(slider.max))))
      slider.dispatchEvent(new Event('input', { bubbles: true }))
      await new Promise(requestAnimationFrame)
      await new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve() // after the frame has been laid out and painted
        port2.postMessage(null)
      })
      tookMs.push(performance.now() - startedAt)
    }
    return tookMs
  }, 100)
}

async function scroll(long: Page): Promise<void> {
  const list = long.locator('.qa-history-rows')
  const box = await list.boundingBox()
  if (!box) return
  const before = await list.evaluate(({ scrollTop }) => scrollTop)
  await long.mouse.move(box.x + box.width / 2, box.y + Math.min(box.height, 200) / 2)
  for (let wheel = 0; wheel < 60; wheel++) {
    await long.mouse.wheel(0, 400)
    await delay(16)
  }
  if (before === (await list.evaluate(({ scrollTop }) => scrollTop))) throw new Error('The timeline did not scroll')
}

/** Until it is shown, as far as it is. */
async function readFile(page: Page): Promise<void> {
  const path = join(server.directory, 'history.json')
  await writeFile(path, longHistory(inFile).buffer)
  await page.getByLabel('Import a history').setInputFiles(path)
  await page.locator('[data-entries]').waitFor({ state: 'attached' })
}

/** The time between one frame and the next while `act` runs. */
async function framesWhile(long: Page, act: (page: Page) => Promise<void>): Promise<number[]> {
  const recording = await long.evaluateHandle(() => {
    const frames: number[] = []
    let before = performance.now()
    let isOn = true
    const note = (now: number) => {
      frames.push(now - before)
      before = now
      if (isOn) requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
    return {
      frames,
      stop: () => {
        isOn = false
      },
    }
  })
  await act(long)
  return recording.evaluate(({ frames, stop }) => {
    stop()
    return frames.slice(1)
  })
}

function report(what: string, targetMs: number, figures: readonly number[]): void {
  const sorted = figures.toSorted((a, b) => a - b)
  const quantile = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN
  const [p50, p95, worst] = [quantile(0.5), quantile(0.95), quantile(1)].map((figure) => figure.toFixed(1))
  const missed = quantile(0.95) <= targetMs ? '' : '  MISSED'
  process.stdout.write(
    `${what.padEnd(50)} p50 ${p50}, p95 ${p95} (≤ ${targetMs}), worst ${worst} ms (${sorted.length})${missed}\n`,
  )
  if (!(quantile(0.5) <= targetMs * (values.quick ? 10 : 1))) process.exitCode = 1
}

function reportBytes(what: string, most: number, bytes: number): void {
  process.stdout.write(
    `${what.padEnd(50)} ${bytes.toLocaleString('en')} bytes (≤ ${most.toLocaleString('en')})${bytes > most ? '  MISSED' : ''}\n`,
  )
  if (bytes > most) process.exitCode = 1
}

function post(path: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'x-api-key': server.webhookSecret }
  return fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
}
