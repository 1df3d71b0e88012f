import type { Logger } from 'pino'
import { type RateLimiterAbstract, RateLimiterPostgres } from 'rate-limiter-flexible'
import { networkOf } from '../addresses/network-of.ts'
import type { LimiterStore } from '../db/database.ts'
import { askSparingly } from './ask-sparingly.ts'
import { limiterKey, limiterTable, MemoryLimiter, toCount } from './memory-limiter.ts'
import { secondsToWait, windowSeconds } from './seconds.ts'

export interface NetworkLimitOptions {
  /** Keeps what is counted here apart from what other limits count. */
  readonly name: string
  readonly perMinute: number
  /** Where all processes count together; undefined where there is one process. */
  readonly store: LimiterStore | undefined
  readonly log: Logger
}

/**
 * So many a minute of each client's network. Where there is a `store`, over all processes; where that is away, or too many
 * ask at once, by this process alone, which always counts its own.
 */
export function createNetworkLimit({ name, perMinute, store, log }: NetworkLimitOptions) {
  const rule = { keyPrefix: name, points: perMinute, duration: windowSeconds }
  const own = new MemoryLimiter(rule)
  const storeClient = store && askSparingly(store, log)
  const shared =
    storeClient &&
    new RateLimiterPostgres({ ...rule, ...limiterTable, storeClient, inMemoryBlockOnConsumed: perMinute })

  /** Seconds until there may be more of what is used up already, counting nothing; else 0. */
  const secondsLeft = async (limiter: RateLimiterAbstract, key: string): Promise<number> => {
    const count = await limiter.get(key)
    const isUsedUp = count !== null && count.msBeforeNext > 0 && count.consumedPoints >= perMinute
    return isUsedUp ? secondsToWait(count.msBeforeNext) : 0
  }

  return {
    /** Counts one: answers 0 while there may be more, else the seconds until there may. */
    async take(clientIp: string): Promise<number> {
      const key = limiterKey(networkOf(clientIp))
      const seconds = await consume(own, key)
      return seconds > 0 || !shared ? seconds : consume(shared, key).catch(() => 0)
    },
    /**
     * Counts one unless `isFree` says that it need not be: answers the seconds to wait where there are too many, whatever
     * `isFree` would say, and else what it said. Any number at once learn no more than that many one after another.
     */
    async takeUnless(clientIp: string, isFree: () => boolean): Promise<boolean | { retryAfterSeconds: number }> {
      const key = limiterKey(networkOf(clientIp))
      const known = (await secondsLeft(own, key)) || (shared ? await secondsLeft(shared, key).catch(() => 0) : 0)
      if (known > 0) return { retryAfterSeconds: known }
      const counted = consume(own, key) // counts before anything else can run
      const free = isFree()
      if (free) void own.reward(key)
      const seconds = await counted
      if (seconds > 0) return { retryAfterSeconds: seconds }
      if (free) return true
      const others = shared ? await consume(shared, key).catch(() => 0) : 0
      return others > 0 ? { retryAfterSeconds: others } : false
    },
  }
}

export type NetworkLimit = ReturnType<typeof createNetworkLimit>

function consume(limiter: RateLimiterAbstract, key: string): Promise<number> {
  return limiter.consume(key).then(
    () => 0,
    (refusal: unknown) => secondsToWait(toCount(refusal).msBeforeNext),
  )
}
