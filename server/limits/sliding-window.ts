/** More keys than this are not kept: a flood of addresses must not fill the memory. */
const maxKeys = 10_000

interface Ring {
  readonly times: Float64Array
  next: number
}

/**
 * Counts what happened per key in the last `windowMs`, exactly, in constant time and `limit` × 8 bytes a key.
 * A limit of 0 is no limit.
 */
export function createSlidingWindow(limit: number, windowMs: number) {
  const rings = new Map<string, Ring>()

  const ringOf = (key: string): Ring => {
    const ring = rings.get(key) ?? { times: new Float64Array(limit).fill(Number.NEGATIVE_INFINITY), next: 0 }
    rings.delete(key)
    rings.set(key, ring) // the most recently used last
    const oldest = rings.size > maxKeys ? rings.keys().next().value : undefined
    if (oldest !== undefined) rings.delete(oldest)
    return ring
  }

  return {
    /** Counts one more and answers 0, or counts nothing and answers the seconds until there is room. */
    take(key: string, now: Date): number {
      if (limit === 0) return 0
      const ring = ringOf(key)
      const ageMs = now.getTime() - (ring.times[ring.next] ?? 0)
      if (ageMs >= 0 && ageMs < windowMs) return Math.ceil((windowMs - ageMs) / 1000) // one from the future: the clock was set back
      ring.times[ring.next] = now.getTime()
      ring.next = (ring.next + 1) % limit
      return 0
    },
    /** Takes the last count back: what it was for did not happen. */
    giveBack(key: string): void {
      const ring = rings.get(key)
      if (!ring) return
      ring.next = (ring.next + limit - 1) % limit
      ring.times[ring.next] = Number.NEGATIVE_INFINITY
    },
  }
}

export type SlidingWindow = ReturnType<typeof createSlidingWindow>
