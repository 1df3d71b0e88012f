import type { Logger } from 'pino'
import { type RateLimiterAbstract, RateLimiterPostgres } from 'rate-limiter-flexible'
import type { LimiterStatement, LimiterStore } from '../db/database.ts'
import { createOneAtATime } from '../db/one-at-a-time.ts'
import { unavailable } from '../errors.ts'
import { limiterKey, limiterTable, MemoryLimiter, secondsToWait, toCount, windowSeconds } from './memory-limiter.ts'

const failuresPerMinute = 30
/** Attempts that wait to be counted by all processes together; more at once are counted by this one alone. */
const maxAsking = 100
/** A database that did not answer is not asked again for so long: whoever waits behind it would wait for nothing. */
const awayMs = 10_000

/**
 * Thirty failures a minute of each key, those of one `kind` apart from those of another. Where there is a `store`, over
 * all processes; where that is away, or too many ask at once, by this process alone, which always counts its own.
 */
export function createFailureLimit(kind: 'webhook' | 'operator', store: LimiterStore | undefined, log: Logger) {
  const rule = { keyPrefix: `failure ${kind}`, points: failuresPerMinute, duration: windowSeconds }
  const own = new MemoryLimiter(rule)
  const storeClient = store && askSparingly(store, log)
  const shared =
    storeClient &&
    new RateLimiterPostgres({ ...rule, ...limiterTable, storeClient, inMemoryBlockOnConsumed: failuresPerMinute })
  return {
    /** Counts a failed attempt: answers 0 while there may be more, else the seconds until there may. */
    async take(key: string): Promise<number> {
      const hashed = limiterKey(key)
      const seconds = await consume(own, hashed)
      if (seconds > 0 || !shared) return seconds
      return consume(shared, hashed).catch(() => 0)
    },
  }
}

export type FailureLimit = ReturnType<typeof createFailureLimit>

async function consume(limiter: RateLimiterAbstract, key: string): Promise<number> {
  const refused = await limiter.consume(key).then(() => null, toCount)
  return refused ? secondsToWait(refused.msBeforeNext) : 0
}

/** One question at a time, so that guessing does not use up the connections that webhooks need. */
function askSparingly(store: LimiterStore, log: Logger): LimiterStore {
  const oneAtATime = createOneAtATime()
  let asking = 0
  let awayUntilMs = 0
  const ask = async (statement: LimiterStatement) => {
    if (performance.now() < awayUntilMs) throw unavailable('not asked now')
    return store.query(statement).catch((error: unknown) => {
      awayUntilMs = performance.now() + awayMs
      log.warn({ err: error }, 'failed attempts are counted by this process alone')
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
