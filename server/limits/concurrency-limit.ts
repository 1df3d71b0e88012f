import { networkOf } from '../addresses/network-of.ts'

/** At most `limit` of something at a time for each client's network; a limit of 0 is no limit. */
export function createConcurrencyLimit(limit: number) {
  const taken = new Map<string, number>()
  return {
    /** Counts one more and answers true, or counts nothing and answers false where there are as many as may be. */
    take(clientIp: string): boolean {
      const network = networkOf(clientIp)
      const count = taken.get(network) ?? 0
      if (limit > 0 && count >= limit) return false
      taken.set(network, count + 1)
      return true
    },
    release(clientIp: string): void {
      const network = networkOf(clientIp)
      const count = (taken.get(network) ?? 0) - 1
      if (count > 0) taken.set(network, count)
      else taken.delete(network)
    },
  }
}
