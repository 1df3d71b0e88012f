import type { Allowance } from '../db/allowance.ts'
import type { SlidingWindow } from './sliding-window.ts'

/** A limit per key in any window, taken up a batch at a time. */
export interface RateLimit {
  /** Sets aside what a batch may need of each key, as far as there is any. @throws AppError `DATABASE_UNAVAILABLE` */
  reserve(wanted: ReadonlyMap<string, number>, at: Date): Promise<Quota>
}

/** What one batch may use. */
export interface Quota {
  /** Counts from the beginning: nothing has been used yet. */
  restart(): void
  /** Uses one and answers 0, or answers the seconds until there is one. */
  take(key: string): number
  /** Gives back what was not used. */
  settle(): void
}

interface Grant {
  readonly granted: number
  readonly retryAfterSeconds: number
}

/** What never runs out. */
export const noRateLimit: RateLimit = {
  reserve: async () => ({ restart: () => undefined, take: () => 0, settle: () => undefined }),
}

/** The limit of the only process there is: exact. */
export function createLocalRateLimit(window: SlidingWindow): RateLimit {
  return {
    async reserve(wanted, at) {
      const grants = new Map<string, Grant>()
      for (const [key, most] of wanted) {
        let retryAfterSeconds = 0
        let granted = 0
        while (granted < most && retryAfterSeconds === 0) {
          retryAfterSeconds = window.take(key, at)
          if (retryAfterSeconds === 0) granted++
        }
        grants.set(key, { granted, retryAfterSeconds })
      }
      return createQuota(grants, (key, unused) => {
        for (let count = 0; count < unused; count++) window.giveBack(key)
      })
    },
  }
}

/** How much more than it needs a process may take, so as to ask less often: one thousandth of the limit. */
const spareShare = 1_000
/** More keys than this are not kept. */
const maxKeys = 10_000

interface Stock {
  left: number
  until: number
}

/** The limit of all processes together: asked for once a batch, and not at all while something is left of the last time. */
export function createSharedRateLimit(allowance: Allowance, limit: number, windowMs: number): RateLimit {
  const stocks = new Map<string, Stock>()

  const grant = async (key: string, most: number, at: Date): Promise<Grant> => {
    const kept = stocks.get(key)
    stocks.delete(key)
    const left = kept && kept.until > at.getTime() ? kept.left : 0
    if (left >= most) {
      putBack(key, left - most, kept?.until ?? 0)
      return { granted: most, retryAfterSeconds: 0 }
    }
    const missing = most - left
    const spare = Math.min(3 * missing, Math.floor(limit / spareShare))
    const answer = await allowance.take(key, missing + spare, at, { limit, windowMs })
    const granted = Math.min(most, left + answer.granted)
    putBack(key, left + answer.granted - granted, at.getTime() + windowMs)
    return { granted, retryAfterSeconds: answer.retryAfterSeconds }
  }
  const putBack = (key: string, unused: number, until: number) => {
    if (unused === 0 || (stocks.size >= maxKeys && !stocks.has(key))) return
    stocks.set(key, { left: (stocks.get(key)?.left ?? 0) + unused, until })
  }

  return {
    async reserve(wanted, at) {
      const grants = new Map<string, Grant>()
      for (const [key, most] of wanted) grants.set(key, await grant(key, most, at))
      return createQuota(grants, (key, unused) => putBack(key, unused, at.getTime() + windowMs))
    },
  }
}

function createQuota(grants: ReadonlyMap<string, Grant>, giveBack: (key: string, unused: number) => void): Quota {
  const used = new Map<string, number>()
  return {
    restart: () => used.clear(),
    take(key) {
      const { granted = 0, retryAfterSeconds = 1 } = grants.get(key) ?? {}
      const count = used.get(key) ?? 0
      if (count >= granted) return Math.max(1, retryAfterSeconds)
      used.set(key, count + 1)
      return 0
    },
    settle() {
      for (const [key, { granted }] of grants) giveBack(key, granted - (used.get(key) ?? 0))
    },
  }
}
