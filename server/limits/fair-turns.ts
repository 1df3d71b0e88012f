interface FairTurnsOptions {
  /** How many run at once. */
  readonly atOnce: number
  /** How many may wait. */
  readonly waiting: number
}

interface Waiter {
  readonly start: () => void
  readonly giveUp: () => void
}

/** Too much waits already. */
export class NoTurnError extends Error {}

/**
 * A few at a time, and the others by turns of whom they are for, however many one of these sends. Where the queue is full,
 * whoever has the most in it makes room for whoever has less.
 */
export function createFairTurns({ atOnce, waiting }: FairTurnsOptions) {
  /** Whoever is next comes first. */
  const queues = new Map<string, Set<Waiter>>()
  let running = 0
  let queued = 0

  const remove = (key: string, waiter: Waiter) => {
    const queue = queues.get(key)
    if (!queue?.delete(waiter)) return
    queued--
    if (queue.size === 0) queues.delete(key)
  }
  /** False where nobody has more in the queue than `key` would have. */
  const makeRoom = (key: string): boolean => {
    const own = queues.get(key)?.size ?? 0
    const [longest] = [...queues].toSorted(([, a], [, b]) => b.size - a.size)
    const last = longest && [...longest[1]].at(-1)
    if (!last || longest[1].size <= own + 1) return false
    remove(longest[0], last)
    last.giveUp()
    return true
  }
  const turn = (key: string, signal: AbortSignal | undefined) =>
    new Promise<void>((resolve, reject) => {
      signal?.throwIfAborted()
      if (running < atOnce) {
        running++
        return resolve()
      }
      if (queued >= waiting && !makeRoom(key)) return reject(new NoTurnError())
      const leave = () => {
        remove(key, waiter)
        reject(signal?.reason)
      }
      const settle = (end: () => void) => () => {
        signal?.removeEventListener('abort', leave)
        end()
      }
      const waiter = { start: settle(resolve), giveUp: settle(() => reject(new NoTurnError())) }
      queues.set(key, (queues.get(key) ?? new Set<Waiter>()).add(waiter))
      queued++
      signal?.addEventListener('abort', leave, { once: true })
    })
  const release = () => {
    const [next] = queues
    if (!next) {
      running--
      return
    }
    const [key, queue] = next
    const [waiter] = queue
    if (waiter) remove(key, waiter)
    if (queues.delete(key)) queues.set(key, queue) // the last in line, where there is more
    waiter?.start() // in the place of what has just ended
  }

  return {
    /**
     * What `work` answers, once it is the turn of `key`.
     *
     * @throws NoTurnError where too much waits already; the signal's reason where it aborts before that.
     */
    async run<Result>(key: string, signal: AbortSignal | undefined, work: () => Promise<Result>): Promise<Result> {
      await turn(key, signal)
      try {
        return await work()
      } finally {
        release()
      }
    },
  }
}
