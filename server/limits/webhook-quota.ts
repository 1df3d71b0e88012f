import { RateLimiterPostgres } from 'rate-limiter-flexible'
import type { LimiterStore } from '../db/database.ts'
import { limiterKey, limiterTable, MemoryLimiter, toCount } from './memory-limiter.ts'
import type { ReservedQuota, Share } from './reserved-quota.ts'
import { windowSeconds } from './seconds.ts'

/** How many webhooks of each organization are stored a minute; who makes up many gets no more for it. */
export interface WebhookQuota {
  /** Takes up what a batch may need of each organization, as far as there is any. @throws AppError `DATABASE_UNAVAILABLE` */
  reserve(wanted: ReadonlyMap<string, number>): Promise<BatchQuota>
}

/** What one batch may use. */
export interface BatchQuota {
  /** Undefined: without a limit. */
  readonly reserved: ReservedQuota | undefined
  /** Gives back what was not used; once it resolves, every process knows. Never rejects. */
  settle(used: ReadonlyMap<string, number>): Promise<void>
}

/** What never runs out. */
export const noQuota: WebhookQuota = {
  reserve: async () => ({ reserved: undefined, settle: async () => undefined }),
}

/** So many organizations beside our own have a quota each, the first that come; all others have one together. */
const othersAtMost = 4

/** `limit` webhooks a minute of each organization, `ours` always among them, over all processes where there is a `store`. 0 is no limit. */
export function createWebhookQuota(limit: number, store: LimiterStore | undefined, ours = ''): WebhookQuota {
  if (limit === 0) return noQuota
  const rule = { keyPrefix: 'quota', points: limit, duration: windowSeconds }
  const limiter = store
    ? new RateLimiterPostgres({ ...rule, ...limiterTable, storeClient: store })
    : new MemoryLimiter(rule)

  /** More than the limit is taken up as well, and given back with what was not used. */
  const consume = async (key: string, wanted: number): Promise<Share> => {
    const { consumedPoints, msBeforeNext } = await limiter.consume(key, wanted).catch(toCount)
    const granted = Math.max(0, Math.min(wanted, limit - (consumedPoints - wanted)))
    return { granted, windowEndsMs: Date.now() + msBeforeNext }
  }

  const keys = new Map([[ours, limiterKey(ours)]])
  const keyOf = (organizationId: string): string => {
    const key = keys.get(organizationId)
    if (key !== undefined) return key
    if (keys.size > othersAtMost) return 'others'
    const own = limiterKey(organizationId)
    keys.set(organizationId, own)
    return own
  }

  return {
    async reserve(wanted) {
      const keysOfBatch = new Map<string, string>()
      const counts = new Map<string, number>()
      for (const [organizationId, count] of wanted) {
        const key = keyOf(organizationId)
        keysOfBatch.set(organizationId, key)
        counts.set(key, (counts.get(key) ?? 0) + count)
      }
      const shares = new Map<string, Share>()
      for (const [key, count] of counts) shares.set(key, await consume(key, count))
      return {
        reserved: { keys: keysOfBatch, shares },
        async settle(used) {
          for (const [key, { windowEndsMs }] of shares) {
            const unused = (counts.get(key) ?? 0) - (used.get(key) ?? 0)
            if (unused === 0 || Date.now() >= windowEndsMs) continue // the next window counts anew
            await limiter.reward(key, unused).catch(() => undefined) // it lacks them for a minute at most
          }
        },
      }
    },
  }
}
