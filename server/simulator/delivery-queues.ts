/** How long a held delivery waits for one that overtakes it. */
const holdMs = 250

/** Never rejects. */
type Deliver = () => Promise<void>

/** Deliveries in order per queue, except that a held one lets the next one pass. */
export function createDeliveryQueues() {
  const tails = new Map<string, Promise<void>>()
  const held = new Map<string, { deliver: Deliver; timer: NodeJS.Timeout }>()

  const append = (queue: string, deliver: Deliver) => {
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
    run(queue: string, deliver: Deliver) {
      append(queue, deliver)
      release(queue)
    },
    /** Runs `deliver` after the next one of the queue, or by itself where none comes soon. */
    hold(queue: string, deliver: Deliver) {
      release(queue)
      held.set(queue, { deliver, timer: setTimeout(release, holdMs, queue) })
    },
    /** Resolves when all that runs has ended; what is held never starts. */
    async close() {
      for (const { timer } of held.values()) clearTimeout(timer)
      held.clear()
      await Promise.all(tails.values())
    },
  }
}
