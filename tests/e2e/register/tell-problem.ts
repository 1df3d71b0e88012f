import type { Page } from '@playwright/test'
import { z } from 'zod'
import type { CommandKind } from '../../../shared/session-status.ts'

const Answers = z.array(z.object({ result: z.object({ data: z.record(z.string(), z.unknown()) }) }))

/**
 * From now on, every answer about a session tells this page that the platform has refused `problem`, or nothing: of
 * wallets that a test has made up, the platform knows none, and refuses whatever it is asked about them.
 */
export async function tellProblem(page: Page, problem: CommandKind | null): Promise<void> {
  await page.unroute('**/trpc/session.get?*')
  await page.route('**/trpc/session.get?*', async (route) => {
    const response = await route.fetch()
    const answers = Answers.parse(await response.json())
    const told = answers.map(({ result: { data } }) => {
      const { problem: _, ...view } = data
      return { result: { data: problem ? { ...view, problem } : view } }
    })
    await route.fulfill({ response, json: told })
  })
}
