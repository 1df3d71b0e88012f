import { test as base, expect } from '@playwright/test'
import { type ServerProcess, startServerProcess } from './server-process.ts'

interface Options {
  /** Added to the server's environment: `test.use({ variables: { SESSION_TTL_SECONDS: '2' } })`. */
  variables: Record<string, string>
  /** Set where a test means to cause errors; otherwise it fails where the server has logged one. */
  errorsExpected: boolean
}

/** A test with a server process of its own; `page.goto('/register/intro')` goes there. */
export const test = base.extend<Options & { server: ServerProcess }>({
  variables: [{}, { option: true }],
  errorsExpected: [false, { option: true }],
  server: async ({ variables, errorsExpected }, use) => {
    await using server = await startServerProcess(variables)
    await use(server)
    if (!errorsExpected) expect(server.errors(), 'errors in the log').toEqual([])
  },
  baseURL: async ({ server }, use) => use(server.url),
})
