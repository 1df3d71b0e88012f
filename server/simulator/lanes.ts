/** How long a held task waits for one that overtakes it. */
const holdMs = 250

/** Tasks in order per lane, except that a held one lets the next one pass. Tasks never reject. */
export interface Lanes {
  run(lane: string, task: () => Promise<void>): void
  /** Runs `task` after the next one of the lane, or by itself where none comes soon. */
  hold(lane: string, task: () => Promise<void>): void
  /** Resolves when all that runs has ended; what is held never starts. */
  close(): Promise<void>
}

export function createLanes(): Lanes {
  const tails = new Map<string, Promise<void>>()
  const held = new Map<string, { task: () => Promise<void>; timer: NodeJS.Timeout }>()

  const append = (lane: string, task: () => Promise<void>) => {
    const tail = Promise.resolve(tails.get(lane))
      .then(task)
      .then(() => {
        if (tails.get(lane) === tail) tails.delete(lane)
      })
    tails.set(lane, tail)
  }

  const release = (lane: string) => {
    const waiting = held.get(lane)
    if (!waiting) return
    clearTimeout(waiting.timer)
    held.delete(lane)
    append(lane, waiting.task)
  }

  return {
    run(lane, task) {
      append(lane, task)
      release(lane)
    },
    hold(lane, task) {
      release(lane)
      held.set(lane, { task, timer: setTimeout(release, holdMs, lane) })
    },
    async close() {
      for (const { timer } of held.values()) clearTimeout(timer)
      held.clear()
      await Promise.all(tails.values())
    },
  }
}
