import { expect, type Page } from '@playwright/test'

/** Chooses "Start again", and says yes to the question. */
export async function startAgain(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start again' }).click()
  const dialog = page.getByRole('dialog', { name: 'Start again?' })
  await expect(dialog).toBeVisible()
  await dialog.getByRole('button', { name: 'Start again' }).click()
}
