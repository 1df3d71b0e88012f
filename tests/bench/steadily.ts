import { setTimeout as delay } from 'node:timers/promises'

/** Calls `act` at a steady pace, so many times or until `isOver`. */
export async function steadily(perSecond: number, total: number | (() => boolean), act: (index: number) => void) {
  const startedMs = performance.now()
  const isDone = (done: number) => (typeof total === 'number' ? done >= total : total())
  for (let done = 0; !isDone(done); await delay(1)) {
    const due = Math.floor(((performance.now() - startedMs) / 1000) * perSecond)
    for (; done < due && !isDone(done); done++) act(done)
  }
}
