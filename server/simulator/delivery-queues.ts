/** How long a held delivery waits for one that overtakes it. */
const holdMs = 250

/** Deliveries in order per queue, except that a held one lets the next one pass. They never reject. */
export interface DeliveryQueues {
  run(queue: string, deliver: () => Promise<void>): void
  /** Runs `deliver` after the next one of the queue, or by itself where none comes soon. */
  hold(queue: string, deliver: () => Promise<void>): void
  /** Resolves when all that runs has ended; what is held never starts. */
  close(): Promise<void>
}

export function createDeliveryQueues(): DeliveryQueues {
  const tails = new Map<string, Promise<void>>()
  const held = new Map<string, { deliver: () => Promise<void>; timer: NodeJS.Timeout }>()

  const append = (queue: string, deliver: () => Promise<void>) => {
    const tail = Promise.resolve(tails.get(queue))
      .then(deliver)
      .then(() => {
        if (tails.get(queue) === tail) tails.delete(queue)
      })
    tails.set(queue, tail)
  }

  const release = (queue: string) => {
    const overtaken = held.get(queue)
    if (!overtaken) return
    clearTimeout(overtaken.timer)
    held.delete(queue)
    append(queue, overtaken.deliver)
  }

  return {
    run(queue, deliver) {
      append(queue, deliver)
      release(queue)
    },
    hold(queue, deliver) {
      release(queue)
      held.set(queue, { deliver, timer: setTimeout(release, holdMs, queue) })
    },
    async close() {
      for (const { timer } of held.values()) clearTimeout(timer)
      held.clear()
      await Promise.all(tails.values())
    },
  }
}
