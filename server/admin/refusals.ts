/** A webhook that was refused, as far as it may be told; nothing of its body but what it says it is. */
export interface Refusal {
  /** The HTTP status. */
  readonly answer: string
  readonly reason: string
  /** Where in the body it did not fit. */
  readonly path: string | null
  /** Its topic, or its type. */
  readonly topic: string | null
  readonly organizationId: string | null
  /** The sender's address. */
  readonly ipAddress: string
}

/** How often one was refused in the same way, one after another or not, and when last. */
export interface CountedRefusal extends Refusal {
  readonly requestId: string
  readonly count: number
  readonly at: string
}

const mostKept = 100

/**
 * The last hundred refusals of this process, in memory: what a stranger can cause costs the database nothing. What repeats
 * itself is counted, so that a flood of one kind does not push out all others.
 */
export function createRefusals(now: () => Date) {
  const kept = new Map<string, CountedRefusal>()
  return {
    add(refusal: Refusal, requestId: string): void {
      const key = JSON.stringify(Object.values(refusal))
      const count = (kept.get(key)?.count ?? 0) + 1
      kept.delete(key) // so that the latest stands last
      kept.set(key, { ...refusal, requestId, count, at: now().toISOString() })
      const [oldest] = kept.keys()
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
    },
    /** The latest first. */
    list: (): readonly CountedRefusal[] => [...kept.values()].reverse(),
  }
}

export type Refusals = ReturnType<typeof createRefusals>
