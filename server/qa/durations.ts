import type { Dwell } from '../../shared/session-coverage.ts'

/** Each bucket is a fifth wider than the one before: any figure read from them is right to within a tenth. */
const growth = Math.log(1.2)

/** How often which length of time occurred, in little room however many there are. Lengths in milliseconds. */
export interface Durations {
  count: number
  maxMs: number
  readonly buckets: Map<number, number>
}

/** The durations under this id; none yet where there are none. */
export function durationsOf(all: Map<string, Durations>, id: string): Durations {
  const durations = all.get(id) ?? { count: 0, maxMs: 0, buckets: new Map() }
  all.set(id, durations)
  return durations
}

export function addDuration(durations: Durations, ms: number): void {
  durations.count++
  durations.maxMs = Math.max(durations.maxMs, ms)
  count(durations.buckets, Math.floor(Math.log(Math.max(0, ms) + 1) / growth))
}

export function mergeDurations(into: Durations, other: Durations): void {
  into.count += other.count
  into.maxMs = Math.max(into.maxMs, other.maxMs)
  for (const [bucket, times] of other.buckets) count(into.buckets, bucket, times)
}

/** Adds to what is counted under `key`. */
export function count<Key>(counts: Map<Key, number>, key: Key, times = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + times)
}

/** Null where there was none. */
export function toDwell(durations: Durations | undefined): Dwell | null {
  if (!durations) return null
  const { count: times, maxMs } = durations
  return { count: times, medianMs: percentile(durations, 0.5), p95Ms: percentile(durations, 0.95), maxMs }
}

/** The middle of the bucket that the percentile falls into, and never more than the longest there was. */
function percentile({ buckets, count: times, maxMs }: Durations, share: number): number {
  let passed = 0
  for (const [bucket, inBucket] of [...buckets].sort(([a], [b]) => a - b)) {
    passed += inBucket
    if (passed >= share * times) return Math.min(maxMs, Math.round(Math.exp((bucket + 0.5) * growth) - 1))
  }
  return maxMs
}
