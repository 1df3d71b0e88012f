import { expect, type Page } from '@playwright/test'
import { expectNoViolation } from './axe.ts'

/** 320 CSS pixels are a small phone's width, and what a screen of 1280 by 800 has left at 400 % zoom (WCAG 1.4.10). */
const narrow = { width: 320, height: 200 }
const leastTargetPx = 44

/** Checks a page as it stands: no violation that axe finds, light and dark; nothing too wide, no target too small. */
export async function inspectPage(page: Page): Promise<void> {
  await expectNoViolation(page)
  const usual = page.viewportSize()
  await page.setViewportSize(narrow)
  const width = () => page.evaluate(() => document.documentElement.scrollWidth)
  await expect.poll(width, 'width').toBeLessThanOrEqual(narrow.width)
  expect(await page.evaluate(smallTargets, leastTargetPx), 'targets under 44 px').toEqual([])
  if (usual) await page.setViewportSize(usual)
}

/** Runs in the page: every button, link and field to see that is lower than `least` CSS pixels. */
function smallTargets(least: number): string[] {
  const targets = [...document.querySelectorAll('a, button, input, textarea, select')]
  return targets
    .filter((target) => target.getClientRects().length > 0 && target.getBoundingClientRect().height < least)
    .map((target) => target.outerHTML)
}
