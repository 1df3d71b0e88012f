import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { digestOf } from '../secrets/secret-check.ts'

/** More keys than this are not kept: a flood of client IPs must not fill the memory. */
const maxKeys = 10_000

/** Counts in this process alone; of more keys than it keeps, the least recently used is forgotten. */
export class MemoryLimiter extends RateLimiterMemory {
  readonly #keys = new Set<string | number>()

  override consume(...[key, ...rest]: Parameters<RateLimiterMemory['consume']>) {
    this.#keys.delete(key)
    this.#keys.add(key) // the most recently used last
    const oldest = this.#keys.size > maxKeys ? this.#keys.values().next().value : undefined
    if (oldest !== undefined) {
      this.#keys.delete(oldest)
      void this.delete(oldest)
    }
    return super.consume(key, ...rest)
  }
}

/** Where `RateLimiterPostgres` counts for all processes: a table of ours, which its store also cleans. */
export const limiterTable = {
  storeType: 'pool',
  tableName: 'RateLimit',
  tableCreated: true,
  clearExpiredByTimeout: false,
} as const

/** What a sender chose, perhaps somebody's IP, as a key of fixed length: it only has to be the same again. */
export function limiterKey(text: string): string {
  return digestOf(text).toString('base64url')
}

/** A limiter rejects with its count where that is too much. */
export function toCount(answer: unknown): RateLimiterRes {
  if (answer instanceof RateLimiterRes) return answer
  throw answer
}
