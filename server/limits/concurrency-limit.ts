/** How many of something each key holds at a time; a limit of 0 is no limit. */
export function createConcurrencyLimit(limit: number) {
  const held = new Map<string, number>()
  return {
    /** Counts one more and answers true, or counts nothing and answers false where the key holds as many as it may. */
    take(key: string): boolean {
      const count = held.get(key) ?? 0
      if (limit > 0 && count >= limit) return false
      held.set(key, count + 1)
      return true
    },
    release(key: string): void {
      const count = (held.get(key) ?? 0) - 1
      if (count > 0) held.set(key, count)
      else held.delete(key)
    },
  }
}
