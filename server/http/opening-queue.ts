/** Something that is to be opened, and can wait. */
export interface Opening {
  /** Whether nobody waits for it any more. */
  isGone(): boolean
  /** Rejects never. */
  open(): Promise<void>
}

/** With a database that answers over a network, so many wait for its answers together. */
const underWayAtMost = 64

/**
 * Opens what is added one after another, one in a turn of the event loop: what comes meanwhile (a webhook, another
 * connection) waits for one of them at most, however many there are. Who has gone before their turn is passed over.
 */
export function createOpeningQueue() {
  let waiting: Opening[] = []
  let next = 0
  let underWay = 0
  let isScheduled = false

  const schedule = () => {
    if (isScheduled || next === waiting.length || underWay === underWayAtMost) return
    isScheduled = true
    setImmediate(turn)
  }
  const turn = () => {
    isScheduled = false
    let opening = waiting[next++]
    while (opening?.isGone()) opening = waiting[next++]
    if (next >= waiting.length) {
      waiting = []
      next = 0
    }
    if (!opening) return
    underWay++
    void opening.open().then(opened)
    schedule()
  }
  const opened = () => {
    underWay--
    schedule()
  }

  return {
    add(opening: Opening): void {
      waiting.push(opening)
      schedule()
    },
  }
}
