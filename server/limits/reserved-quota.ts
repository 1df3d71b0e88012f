import { secondsToWait, windowSeconds } from './seconds.ts'

/** How many webhooks of each organization one batch may store, as data. */
export interface ReservedQuota {
  /** Under which key each organization of the batch is counted; some share one. */
  readonly keys: ReadonlyMap<string, string>
  readonly shares: ReadonlyMap<string, Share>
}

export interface Share {
  readonly granted: number
  /** When there is more, in milliseconds since 1970. */
  readonly windowEndsMs: number
}

/** `take` uses one of the organization's and answers 0, or answers the seconds until there is one; `used` is what was, by key. */
export function createTake(reserved: ReservedQuota | undefined) {
  const used = new Map<string, number>()
  const take = (organizationId: string): number => {
    if (!reserved) return 0
    const key = reserved.keys.get(organizationId) ?? ''
    const share = reserved.shares.get(key)
    if (!share) return windowSeconds
    const count = used.get(key) ?? 0
    if (count === share.granted) return secondsToWait(share.windowEndsMs - Date.now())
    used.set(key, count + 1)
    return 0
  }
  return { take, used }
}
