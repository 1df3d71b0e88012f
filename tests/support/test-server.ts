import { setImmediate as nextTurn } from 'node:timers/promises'
import { createTRPCClient, httpLink } from '@trpc/client'
import { onTestFinished } from 'vitest'
import { readEnv } from '../../server/env.ts'
import { listen } from '../../server/http/listen.ts'
import type { AppRouter } from '../../server/trpc/router.ts'
import { type WireOptions, wire } from '../../server/wire.ts'
import { freshDirectory, freshSqlite } from './databases.ts'
import { freePort } from './free-port.ts'
import { createTestLog } from './log.ts'
import { adminToken, webhookSecret } from './secrets.ts'

export interface TestServerOptions {
  readonly databaseUrl?: string
  /** Added to the environment, as an operator would. */
  readonly variables?: Readonly<Record<string, string>>
  readonly now?: () => Date
  readonly patience?: WireOptions['patience']
}

/** The whole application in this process, over real HTTP on a port of its own; stopped when the test ends. */
export async function startTestServer({ databaseUrl, variables, now, patience }: TestServerOptions = {}) {
  const port = await freePort()
  const usual = { SESSION_RATE_LIMIT: '0' } // tests make more than a campus does
  const env = readEnv({
    PORT: String(port),
    DATABASE_URL: databaseUrl ?? (await freshSqlite()),
    ...usual,
    ...variables,
  })
  const log = createTestLog()
  const dataDirectory = await freshDirectory()
  const { listener, signInLink, begin, close } = await wire(env, {
    log: log.logger,
    webhookSecret,
    adminToken: env.adminToken ?? adminToken,
    dataDirectory,
    clientFiles: undefined,
    ...(now && { now }),
    ...(patience && { patience }),
  })
  const { stop } = await listen(listener, env)
  begin()
  await nextTurn() // what it begins with is over: a test may hold the file from now on
  let stopping: Promise<void> | undefined
  const stopOnce = () => {
    stopping ??= stop().then(close)
    return stopping
  }
  onTestFinished(stopOnce)
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    databaseUrl: env.databaseUrl,
    log,
    signInLink,
    trpc: createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc` })] }),
    /** Stops it before the test ends. */
    stop: stopOnce,
  }
}

export type TestServer = Awaited<ReturnType<typeof startTestServer>>
