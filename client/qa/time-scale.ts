/** Where a moment is on an axis of some width, and back. */
export interface TimeScale {
  readonly startMs: number
  readonly endMs: number
  /** From here on the axis is shortened: nothing happens there. Null where it is not. */
  readonly breakX: number | null
  readonly xOf: (ms: number) => number
  readonly msOf: (x: number) => number
  /** Round moments, a few of them. */
  readonly ticks: readonly number[]
}

const stepsMs = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 20, 30].map((seconds) => seconds * 1_000),
  ...[1, 2, 5, 10, 20, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 4, 8, 24, 48, 168, 720].map((hours) => hours * 3_600_000),
]
const fewest = 4
const leastMs = 1_000
/** The part of the axis that the time since the last entry takes at most. */
const quietShare = 0.25

/** An axis from the first entry to `endMs`. Where the last one is long ago, the time since then is shortened. */
export function toTimeScale(startMs: number, lastMs: number, endMs: number, width: number): TimeScale {
  const busyMs = Math.max(leastMs, lastMs - startMs)
  const quietMs = Math.max(0, endMs - lastMs)
  const isBroken = quietMs > busyMs * 2
  const spanMs = isBroken ? busyMs / (1 - quietShare) : Math.max(leastMs, endMs - startMs)
  const breakX = isBroken ? width * (1 - quietShare) : null
  const quietWidth = width * quietShare
  const xOf = (ms: number) => {
    if (breakX !== null && ms > startMs + busyMs) {
      return Math.min(width, breakX + ((ms - startMs - busyMs) / Math.max(1, endMs - startMs - busyMs)) * quietWidth)
    }
    return Math.max(0, Math.min(width, ((ms - startMs) / spanMs) * width))
  }
  const msOf = (x: number) => {
    if (breakX !== null && x > breakX)
      return startMs + busyMs + ((x - breakX) / quietWidth) * (endMs - startMs - busyMs)
    return startMs + (x / width) * spanMs
  }
  const tickedMs = isBroken ? busyMs : spanMs
  const step = stepsMs.find((ms) => tickedMs / ms <= fewest + 1) ?? Math.ceil(tickedMs / fewest)
  const ticks = Array.from({ length: Math.floor(tickedMs / step) }, (_, index) => (index + 1) * step)
  return {
    startMs,
    endMs,
    breakX,
    xOf,
    msOf,
    ticks: ticks.filter((ms) => ms < tickedMs * 0.95).map((ms) => startMs + ms),
  }
}

/** The place of the last of sorted times that is not after `ms`; the first where all are. */
export function placeAt(timesMs: readonly number[], ms: number): number {
  let low = 0
  let high = timesMs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((timesMs[middle] ?? 0) <= ms) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}
