import { gzipSync } from 'node:zlib'
import { expect } from '@playwright/test'
import { test } from '../../support/e2e.ts'
import { longHistory } from '../../support/long-history.ts'
import { wholeWay } from '../../support/whole-way.ts'
import { createSession, median, signIn, stateOf, whenShown } from './desk.ts'

test.use({ sharesServer: true })

const chunkBudgetBytes = 350_000
test.use({ trace: 'off' }) // recording every frame takes longer than drawing it

test('the page’s own code is small, and no other page loads it', async ({ page, server }) => {
  const sizes = new Map<string, number>()
  page.on('response', async (response) => {
    if (/\/qa-page-.*\.js$/.test(response.url())) sizes.set(response.url(), gzipSync(await response.body()).length)
  })
  await signIn(page, server)
  for (const other of ['/register/intro', '/register/connect', '/wallet', '/admin']) {
    await page.goto(other)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  expect([...sizes.keys()]).toEqual([])
  await page.goto('/qa')
  await expect(stateOf(page, 'proof.verified')).toBeVisible()
  await expect.poll(() => [...sizes.values()].length).toBe(1)
  for (const bytes of sizes.values()) expect(bytes).toBeLessThan(chunkBudgetBytes)
})

test('the chart is there within a second of opening the page', async ({ page, server }) => {
  await signIn(page, server)
  const { sessionId } = await createSession(server)
  const openedMs: number[] = []
  for (const _ of [1, 2, 3]) {
    await page.goto('/register/intro')
    await page.goto(`/qa?session=${sessionId}`, { waitUntil: 'commit' })
    await stateOf(page, 'connection.invitation').waitFor()
    openedMs.push(await page.evaluate(() => performance.now()))
  }
  expect(Math.min(...openedMs), `milliseconds to the chart: ${openedMs}`).toBeLessThan(1_000)
})

test('a live transition is shown within 100 ms of its webhook', async ({ page, server }) => {
  await signIn(page, server)
  const session = await createSession(server)
  await page.goto(`/qa?session=${session.sessionId}`)
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Timeline' }).getByRole('listitem')).toHaveCount(1)
  const delaysMs: number[] = []
  for (const [family, word] of wholeWay) {
    const shown = whenShown(page, `[data-state="${family}.${word}"][data-look="current"]`)
    const sentAt = Date.now()
    await session.send(`${family}s.${word}`)
    delaysMs.push((await shown) - sentAt)
  }
  expect(median(delaysMs), `milliseconds from webhook to picture: ${delaysMs}`).toBeLessThan(100)
})

test('a webhook that moves nothing is in the timeline as soon as one that does', async ({ page, server }) => {
  await signIn(page, server)
  const session = await createSession(server)
  await page.goto(`/qa?session=${session.sessionId}`)
  await expect(page.getByRole('list', { name: 'Timeline' }).getByRole('listitem')).toHaveCount(1)
  const delaysMs: number[] = []
  for (const [index, topic] of ['proofs.request', 'greeting', 'greeting', 'credentials.offer', 'greeting'].entries()) {
    const shown = whenShown(page, `[aria-label="Timeline, ${index + 2} entries"]`)
    const sentAt = Date.now()
    await session.send(topic)
    delaysMs.push((await shown) - sentAt)
  }
  expect(median(delaysMs), `milliseconds from webhook to entry: ${delaysMs}`).toBeLessThan(1_000) // asking would take three seconds
})

test('a timeline of 10,000 entries keeps few rows in the page, and scrolls and scrubs to its ends', async ({
  page,
  server,
}) => {
  await signIn(page, server)
  await page.goto('/qa?mode=file')
  await page.getByLabel('Import a history').setInputFiles(longHistory(10_000))
  const list = page.getByRole('list', { name: 'Timeline' })
  await expect(list.getByRole('listitem').filter({ hasText: 'topic 9999' })).toBeVisible()
  await page.getByRole('slider').press('Home')
  await expect(list.getByRole('listitem').filter({ hasText: /topic 0$|topic 0\D/ })).toBeVisible()
  expect(await list.getByRole('listitem').count()).toBeLessThan(60)

  const scroller = page.getByRole('region', { name: 'Timeline, 10000 entries' })
  const framesMs = await scroller.evaluate(async (element) => {
    const frames: number[] = []
    let before = performance.now()
    for (let frame = 0; frame < 60; frame++) {
      element.scrollTop += 2_000
      await new Promise(requestAnimationFrame)
      frames.push(performance.now() - before)
      before = performance.now()
    }
    return frames.sort((a, b) => a - b)
  })
  expect(framesMs[30], 'the usual frame while scrolling').toBeLessThan(50)
})
