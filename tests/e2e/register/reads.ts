import { expect, type Page, test } from '@playwright/test'
import { inspectPage } from '../../support/inspect-page.ts'

/** The page says `words` in its status region, and is sound as it stands there: see `inspectPage`. */
export async function reads(page: Page, words: string): Promise<void> {
  await test.step(words, async () => {
    await expect(page.getByRole('status')).toContainText(words)
    await inspectPage(page)
  })
}
