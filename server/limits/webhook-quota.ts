import { RateLimiterPostgres } from 'rate-limiter-flexible'
import type { LimiterStore } from '../db/database.ts'
import { limiterKey, limiterTable, MemoryLimiter, secondsToWait, toCount, windowSeconds } from './memory-limiter.ts'

/** How many webhooks of each organization are stored a minute; who makes up many gets no more for it. */
export interface WebhookQuota {
  /** Takes up what a batch may need of each organization, as far as there is any. @throws AppError `DATABASE_UNAVAILABLE` */
  reserve(wanted: ReadonlyMap<string, number>): Promise<BatchQuota>
}

/** What one batch may use. */
export interface BatchQuota {
  /** Counts from the beginning: nothing has been used yet. */
  restart(): void
  /** Uses one and answers 0, or answers the seconds until there is one. */
  take(organizationId: string): number
  /** Gives back what was not used; once it resolves, every process knows. Never rejects. */
  settle(): Promise<void>
}

interface Share {
  readonly wanted: number
  readonly granted: number
  readonly windowEndsMs: number
  used: number
}

/** What never runs out. */
export const noQuota: WebhookQuota = {
  reserve: async () => ({ restart: () => undefined, take: () => 0, settle: async () => undefined }),
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
    return { wanted, granted, windowEndsMs: Date.now() + msBeforeNext, used: 0 }
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
      const shares = new Map<string, Share>()
      const counts = new Map<string, number>()
      for (const [organizationId, count] of wanted) {
        const key = keyOf(organizationId)
        counts.set(key, (counts.get(key) ?? 0) + count)
      }
      for (const [key, count] of counts) shares.set(key, await consume(key, count))
      return {
        restart() {
          for (const share of shares.values()) share.used = 0
        },
        take(organizationId) {
          const share = shares.get(keyOf(organizationId))
          if (!share) return windowSeconds
          if (share.used === share.granted) return secondsToWait(share.windowEndsMs - Date.now())
          share.used++
          return 0
        },
        async settle() {
          for (const [key, { wanted: count, used, windowEndsMs }] of shares) {
            if (used === count || Date.now() >= windowEndsMs) continue // the next window counts anew
            await limiter.reward(key, count - used).catch(() => undefined) // it lacks them for a minute at most
          }
        },
      }
    },
  }
}
