import { test as base, expect } from '@playwright/test'
import { readLaterApis, takeAway } from './later-apis.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'

interface Options {
  /** Added to the server's environment: `test.use({ variables: { SESSION_TTL_SECONDS: '2' } })`. */
  variables: Record<string, string>
  /** Set where a test means to cause errors; otherwise it fails where the server has logged one. */
  errorsExpected: boolean
  /**
   * Whether a test without `variables` may have a server that tests before it have used: it looks at sessions of
   * its own alone, and does the server no harm. Starting one takes longer than many a test.
   */
  sharesServer: boolean
}

interface WorkerFixtures {
  /** Starts the server that tests share, or gives the one that is running. */
  startShared: () => Promise<ServerProcess>
}

const { paths: later } = readLaterApis()
// What tests themselves have their pages do; that ours do not is in tests/server/pages/browser-apis.test.ts.
for (const own of ['Clipboard.readText', 'Element.checkVisibility']) later.delete(own)

/**
 * A test with a server process; `page.goto('/register/intro')` goes there. The browser has nothing that the oldest promised
 * ones have not.
 */
export const test = base.extend<Options & { server: ServerProcess }, WorkerFixtures>({
  variables: [{}, { option: true }],
  errorsExpected: [false, { option: true }],
  sharesServer: [false, { option: true }],
  startShared: [
    async ({ browserName: _ }, use) => {
      let shared: Promise<ServerProcess> | undefined
      await use(() => {
        shared ??= startServerProcess()
        return shared
      })
      await (await shared)?.[Symbol.asyncDispose]()
    },
    { scope: 'worker' },
  ],
  context: async ({ context }, use) => {
    await context.addInitScript(takeAway, [...later])
    await use(context)
  },
  server: [
    async ({ variables, errorsExpected, sharesServer, startShared }, use) => {
      const isShared = sharesServer && Object.keys(variables).length === 0
      await using own = isShared ? null : await startServerProcess(variables)
      const server = own ?? (await startShared())
      const earlier = server.errors().length
      await use(server)
      if (!errorsExpected) expect(server.errors().slice(earlier), 'errors in the log').toEqual([])
    },
    { timeout: 200_000 }, // apart from the test's own time: a machine that stalls is slow to start a process
  ],
  baseURL: async ({ server }, use) => use(server.url),
})
