import { gzipSync } from 'node:zlib'
import { expect, type Page } from '@playwright/test'
import { sessionChart, statesOf, transitionsOf } from '../../../shared/session-chart.ts'
import { test } from '../../support/e2e.ts'
import { longHistory } from '../../support/long-history.ts'
import { createSession, expectAccessible, expectNow, signIn, stateOf } from './desk.ts'

test.use({ sharesServer: true })

/** All of the page's JavaScript, gzip: it was 223,568 bytes with a graph library. */
const scriptBudgetBytes = 200_000
/** As a wallet may call itself: of 255 characters, to the right and to the left, and of signs that are none of either. */
const longest = `${'محفظة الطالب '.repeat(10)}${'x'.repeat(80)} ${'📱'.repeat(22)}`
const sizes = [
  { width: 1280, height: 800 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
]

test('a workspace of the window’s size: all states and all that can be sent in it, no crossing, every label readable', async ({
  page,
  server,
}) => {
  await signIn(page, server)
  const [session, other] = [await createSession(server), await createSession(server)]
  for (const topic of ['connections.request', 'connections.active', 'proofs.request']) await session.send(topic)
  await other.send('connections.response', { theirLabel: longest })
  await other.send(`x.${'y'.repeat(253)}`)
  await other.send('connections.completed')
  const modes = {
    ...{ live: '', past: '&event=v2', compared: `&compare=${other.sessionId}`, sandbox: '&mode=sandbox' },
    ...{ coverage: '&mode=coverage', time: '&mode=coverage&measure=time', tests: '&mode=tests' },
    ...{ table: '&view=table', nothing: '&mode=file', named: '' },
  }
  for (const [mode, query] of Object.entries(modes)) {
    await page.goto(mode === 'named' ? `/qa?session=${other.sessionId}` : `/qa?session=${session.sessionId}${query}`)
    if (mode === 'table' || mode === 'nothing') await expect(page.locator('.qa-table, .qa-drop-zone')).toBeVisible()
    else await expect(stateOf(page, 'proof.request')).toBeVisible()
    if (mode === 'live') await expectNow(page, 'proof.request')
    if (mode === 'compared') await expect(page.getByText('They part after connection')).toBeVisible()
    const states = mode === 'table' || mode === 'nothing' ? 0 : statesOf(sessionChart).length
    for (const viewport of sizes) {
      await page.setViewportSize(viewport)
      await page.mouse.move(viewport.width / 2, viewport.height / 2)
      await page.mouse.wheel(0, 500)
      const fine = { pageHeight: viewport.height, pageWidth: viewport.width, scrolled: 0, hidden: [], small: [] }
      await expect
        .poll(() => lookAt(page), `${mode} at ${viewport.width}`) // until it is laid out anew
        .toEqual({ ...fine, cut: [], crossings: [], states })
    }
  }
  await page.goto('/qa?mode=tests')
  await expect(stateOf(page, 'proof.request')).toBeVisible()
  const drawn = await page
    .locator('[data-transitions]')
    .evaluateAll((arrows) => arrows.flatMap((arrow) => arrow.getAttribute('data-transitions')?.split('|') ?? []))
  expect(drawn.toSorted()).toEqual(
    transitionsOf(sessionChart)
      .map(({ id }) => id)
      .toSorted(),
  )
})

/** What of the page can be seen and read, measured from what is at its pixels and not from how it was laid out. */
function lookAt(page: Page) {
  return page.evaluate(() => {
    const leastPx = 11
    /** Outside of the window, cut off by its pane, or under something else. */
    const isHidden = (element: Element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect()
      const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
      const isOut = left < 0 || top < 0 || right > innerWidth || bottom > innerHeight
      return isOut || !found || !(element.contains(found) || found.contains(element))
    }
    const wanted = [...document.querySelectorAll('[data-state], [data-event]')]
    const map = document.querySelector<SVGSVGElement>('.qa-map')
    const zoom = map?.getScreenCTM()?.a ?? 1
    const texts = [...document.querySelectorAll('.qa *')].filter(
      (element) =>
        [...element.childNodes].some(
          ({ nodeType, data }: ChildNode & { data?: string }) => nodeType === 3 && data?.trim(),
        ) &&
        !element.closest('.visually-hidden, title') &&
        element.getClientRects().length > 0,
    )
    const sizeOf = (element: Element) =>
      Number.parseFloat(getComputedStyle(element).fontSize) * (map?.contains(element) ? zoom : 1)
    const lines = [...document.querySelectorAll<SVGPathElement>('path[data-arrow]')].map((path) => {
      const length = path.getTotalLength()
      return {
        id: path.dataset.arrow,
        points: Array.from({ length: Math.ceil(length / 2) + 1 }, (_, index) =>
          path.getPointAtLength(Math.min(length, index * 2)),
        ),
      }
    })
    const cells = new Map<string, Set<string>>()
    for (const { id = '', points } of lines) {
      for (const { x, y } of points) {
        const cell = `${Math.round(x / 2)} ${Math.round(y / 2)}`
        cells.set(cell, (cells.get(cell) ?? new Set()).add(id))
      }
    }
    const pane = document.querySelector('.qa-chart')
    return {
      pageHeight: document.documentElement.scrollHeight,
      pageWidth: document.documentElement.scrollWidth,
      scrolled: window.scrollY,
      states: document.querySelectorAll('[data-state]').length,
      hidden: wanted
        .filter(isHidden)
        .map((element) => element.getAttribute('data-state') ?? element.getAttribute('data-event')),
      small: texts.filter((element) => sizeOf(element) < leastPx).map((element) => element.textContent),
      cut: pane && (pane.scrollHeight > pane.clientHeight || pane.scrollWidth > pane.clientWidth) ? ['the chart'] : [],
      crossings: [...cells.values()].filter((ids) => ids.size > 1).map((ids) => [...ids].join(' × ')),
    }
  })
}

test('on a phone the lanes run down, nothing is cut off at the side, and the page stays accessible', async ({
  page,
  server,
}) => {
  await signIn(page, server)
  const session = await createSession(server)
  await session.send('connections.active', { theirLabel: longest })
  await session.send(`x.${'y'.repeat(253)}`)
  await page.setViewportSize({ width: 320, height: 640 })
  await page.goto(`/qa?session=${session.sessionId}`)
  await expectNow(page, 'connection.active')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  const [first, second] = await Promise.all(
    ['invitation', 'request'].map((name) => stateOf(page, `connection.${name}`).boundingBox()),
  )
  expect(second?.y).toBeGreaterThan((first?.y ?? 0) + (first?.height ?? 0))
  await expectAccessible(page)
})

const tabs = {
  live: '',
  past: '&event=v2',
  table: '&view=table',
  sandbox: '&mode=sandbox',
  coverage: '&mode=coverage',
  tests: '&mode=tests',
  imported: '&mode=file',
}

test('no accessibility violation in any tab, light or dark', async ({ page, server }) => {
  test.slow() // axe looks at every label of the chart
  await signIn(page, server)
  const session = await createSession(server)
  for (const topic of ['connections.request', 'connections.active', 'connections.response']) await session.send(topic)
  for (const [name, query] of Object.entries(tabs)) {
    await page.goto(`/qa?session=${session.sessionId}${query}`)
    await expect(page.locator('.qa-state, .qa-table, .qa-drop-zone').first()).toBeVisible()
    if (name === 'imported') {
      await page.getByLabel('Import a history').setInputFiles(longHistory(50))
      await expect(page.getByRole('list', { name: 'History' })).toBeVisible()
    }
    await test.step(name, () => expectAccessible(page))
  }
})

test('in forced colours and with reduced motion the current state still stands out', async ({ page, server }) => {
  await signIn(page, server)
  const session = await createSession(server)
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  await page.goto(`/qa?session=${session.sessionId}`)
  await expectNow(page, 'connection.invitation')
  const fillOf = (id: string) =>
    stateOf(page, id)
      .locator('.qa-state-box')
      .evaluate((box) => getComputedStyle(box).fill)
  expect(await fillOf('connection.invitation')).not.toBe(
    await fillOf('proof.idle').then(() => fillOf('connection.error')),
  )
})

test('the page’s own code is small, and no other page loads it', async ({ page, server }) => {
  const own = new Set<string>()
  let bytes = 0
  page.on('response', async (response) => {
    if (!response.url().endsWith('.js')) return
    if (/\/qa-page-.*\.js$/.test(response.url())) own.add(response.url())
    if (page.url().includes('/qa')) bytes += gzipSync(await response.body()).length
  })
  await signIn(page, server)
  for (const other of ['/register/intro', '/wallet', '/admin']) {
    await page.goto(other)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  expect([...own]).toEqual([])
  await page.goto('/qa')
  await expect(stateOf(page, 'proof.verified')).toBeVisible()
  await expect.poll(() => own.size).toBe(1)
  expect(bytes).toBeLessThan(scriptBudgetBytes)
})
