import type { Page } from '@playwright/test'
import type { CommandKind } from '../../../shared/session-status.ts'

/**
 * From now on, this page is told that the platform has refused `problem`, or nothing: of wallets that a test has made up,
 * the platform knows none, and refuses whatever it is asked about them.
 */
export async function tellProblem(page: Page, problem: CommandKind | null): Promise<void> {
  await page.unroute('**/trpc/session.problem*')
  await page.route('**/trpc/session.problem*', (route) => route.fulfill({ json: { result: { data: problem } } }))
}
