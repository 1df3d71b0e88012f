/** At most `limit` of something at a time for each key; a limit of 0 is no limit. */
export function createConcurrencyLimit(limit: number) {
  const taken = new Map<string, number>()
  return {
    /** Counts one more and answers true, or counts nothing and answers false where the key has as many as it may. */
    take(key: string): boolean {
      const count = taken.get(key) ?? 0
      if (limit > 0 && count >= limit) return false
      taken.set(key, count + 1)
      return true
    },
    release(key: string): void {
      const count = (taken.get(key) ?? 0) - 1
      if (count > 0) taken.set(key, count)
      else taken.delete(key)
    },
  }
}
