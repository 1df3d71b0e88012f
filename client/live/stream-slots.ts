/** Over HTTP/1.1 a browser opens six connections to a host; two are left for calls and for loading pages. */
const slots = ['nelfund.stream.1', 'nelfund.stream.2', 'nelfund.stream.3', 'nelfund.stream.4'] as const

/**
 * Runs `hold`, for as long as it takes, in one of the few streams that all tabs of this browser may have open
 * together. Resolves with false at once where none is free.
 */
export async function inStreamSlot(hold: () => Promise<void>): Promise<boolean> {
  for (const slot of slots) {
    const had = await navigator.locks.request(slot, { ifAvailable: true }, async (lock) => {
      if (lock) await hold()
      return lock !== null
    })
    if (had) return true
  }
  return false
}
