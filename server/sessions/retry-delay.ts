const secondMs = 1000
const minuteMs = 60 * secondMs

/** How long after each failure a failed event is tried again; after the last it is a dead letter. */
const delaysMs = [5 * secondMs, 30 * secondMs, 2 * minuteMs, 10 * minuteMs, 60 * minuteMs]

/** When an event that has been tried again `attempts` times, the last time `at`, is tried the next time; null: never. */
export function retryAt(attempts: number, at: Date): Date | null {
  const delayMs = delaysMs[attempts]
  return delayMs === undefined ? null : new Date(at.getTime() + delayMs)
}
