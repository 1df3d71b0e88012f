import type { Logger } from 'pino'
import type { LimiterStatement, LimiterStore } from '../db/database.ts'
import { createOneAtATime } from '../db/one-at-a-time.ts'
import { unavailable } from '../errors.ts'

/** Questions that wait for their turn; more at once are refused. */
const maxAsking = 100
/** A database that did not answer is not asked again for so long: whoever waits behind it would wait for nothing. */
const awayMs = 10_000

/** The same store, asked one question at a time, so that strangers do not use up the connections that webhooks need. */
export function askSparingly(store: LimiterStore, log: Logger): LimiterStore {
  const oneAtATime = createOneAtATime()
  let asking = 0
  let awayUntilMs = 0
  const ask = async (statement: LimiterStatement) => {
    if (performance.now() < awayUntilMs) throw unavailable('not asked now')
    return store.query(statement).catch((error: unknown) => {
      awayUntilMs = performance.now() + awayMs
      log.warn({ err: error }, 'limits are counted by this process alone')
      throw error
    })
  }
  return {
    async query(statement) {
      if (asking >= maxAsking) throw unavailable('not asked now')
      asking++
      return oneAtATime(() => ask(statement)).finally(() => asking--)
    },
  }
}
