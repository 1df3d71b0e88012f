import { expect, type Page } from '@playwright/test'
import { expectNoViolation } from './axe.ts'

/** 320 CSS pixels are a small phone's width, and what a screen of 1280 by 800 has left at 400 % zoom (WCAG 1.4.10). */
const narrow = { width: 320, height: 200 }
const leastTargetPx = 44

/** No line of the page breaks within a word. */
export async function expectWholeWords(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(brokenWords), 'words that break').toEqual([])
}

/** Checks a page as it stands: no violation that axe finds, light and dark; nothing too wide, no broken word, no target too small. */
export async function inspectPage(page: Page): Promise<void> {
  await expectNoViolation(page)
  const usual = page.viewportSize()
  await page.setViewportSize(narrow)
  const width = () => page.evaluate(() => document.documentElement.scrollWidth)
  await expect.poll(width, 'width').toBeLessThanOrEqual(narrow.width)
  await expectWholeWords(page)
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

/**
 * Runs in the page: every word of letters alone that a line breaks in two, with what stands around it. What is no word, such as
 * an id or an address, may break anywhere.
 */
function brokenWords(): string[] {
  const broken: string[] = []
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const words = text.textContent ?? ''
    for (const { index, 0: word } of words.matchAll(/(?<![^\s(])[a-z’]{2,20}(?![^\s.,:;?!)])/gi)) {
      range.setStart(text, index)
      range.setEnd(text, index + word.length)
      const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)))
      if (tops.size > 1) broken.push(`${word} in: ${words.slice(Math.max(0, index - 30), index + 40)}`)
    }
  }
  return broken
}
