import type { Page } from '@playwright/test'

const readingMs = 2_000

/**
 * Keeps pages from going on by themselves to the next step, which they do two seconds after one is done: long enough
 * to read, too short for a test on a slow machine to look at it. Holds for the step that a page is opened at, and
 * is to be called before that.
 */
export async function stay(page: Page): Promise<void> {
  await page.addInitScript((heldMs) => {
    const usual = window.setTimeout.bind(window)
    const patient = (run: () => void, ms?: number) => (ms === heldMs ? 0 : usual(run, ms))
    Object.defineProperty(window, 'setTimeout', { value: patient, configurable: true })
  }, readingMs)
}
