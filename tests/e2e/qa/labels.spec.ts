import { expect, type Page } from '@playwright/test'
import { test } from '../../support/e2e.ts'
import { createSession, signIn, stateOf } from './desk.ts'

const smallestPx = 12
const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]

for (const viewport of sizes) {
  test(`every label can be read and overlaps no other, ${viewport.width} px wide`, async ({ page, server }) => {
    const isWide = viewport.width > 1000
    await page.setViewportSize(viewport)
    await signIn(page, server)
    const session = await createSession(server)
    await session.send('connections.completed')
    for (const mode of ['follow', 'tests']) {
      await page.goto(`/qa?session=${session.sessionId}&mode=${mode}`)
      await expect(stateOf(page, 'connection.completed')).toHaveAttribute('data-look', /current|seen/)
      if (mode === 'follow') await expect.poll(() => isInChart(page, 'connection.completed')).toBe(true)
      if (mode === 'follow' && isWide) await expect(page.getByRole('heading', { name: 'Timeline' })).toBeInViewport()
      const { fontsPx, overlaps } = await page.locator('.qa-chart').evaluate((chart) => {
        const labels = [...chart.querySelectorAll('.qa-arrow text, .qa-state')]
        const boxes = labels.map((label) => ({ name: label.textContent, box: label.getBoundingClientRect() }))
        const zoom = new DOMMatrix(getComputedStyle(chart.querySelector('.react-flow__viewport') ?? chart).transform).a
        return {
          fontsPx: labels.map((label) => Number.parseFloat(getComputedStyle(label).fontSize) * zoom),
          overlaps: boxes.flatMap((one, index) =>
            boxes.slice(index + 1).flatMap((other) => {
              const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
              const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
              return across > 1 && down > 3 ? [`${one.name} × ${other.name}`] : [] // lines of one label stand close
            }),
          ),
        }
      })
      expect(overlaps, mode).toEqual([])
      expect(Math.min(...fontsPx), mode).toBeGreaterThan(smallestPx)
    }
  })
}

/** Whether the part of the drawing that is shown has all of this state. */
async function isInChart(page: Page, state: string): Promise<boolean> {
  const chart = await page.locator('.qa-chart').boundingBox()
  const box = await stateOf(page, state).boundingBox()
  if (!chart || !box) return false
  const isAcross = box.x >= chart.x && box.x + box.width <= chart.x + chart.width
  return isAcross && box.y >= chart.y && box.y + box.height <= chart.y + chart.height
}
