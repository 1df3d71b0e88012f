import type { Page } from '@playwright/test'

/** Keeps calls of a procedure from the server until the function it resolves with is called. */
export async function holdCalls(page: Page, procedure: string): Promise<() => void> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  await page.route(`**/trpc/${procedure}*`, async (route) => {
    await released
    await route.continue()
  })
  return release
}
