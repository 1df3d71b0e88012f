import type { Dwell } from '../../shared/session-coverage.ts'

/** Each bucket is a fifth wider than the one before: any figure read from them is right to within a tenth. */
const growth = Math.log(1.2)

/** How often which length of time occurred, in little room however many there are. Lengths in milliseconds. */
export interface Durations {
  count: number
  maxMs: number
  readonly buckets: Map<number, number>
}

export function createDurations(): Durations {
  return { count: 0, maxMs: 0, buckets: new Map() }
}

export function addDuration(durations: Durations, ms: number): void {
  const bucket = Math.floor(Math.log(Math.max(0, ms) + 1) / growth)
  durations.count++
  durations.maxMs = Math.max(durations.maxMs, ms)
  durations.buckets.set(bucket, (durations.buckets.get(bucket) ?? 0) + 1)
}

export function mergeDurations(into: Durations, other: Durations): void {
  into.count += other.count
  into.maxMs = Math.max(into.maxMs, other.maxMs)
  for (const [bucket, count] of other.buckets) into.buckets.set(bucket, (into.buckets.get(bucket) ?? 0) + count)
}

/** Null where there was none. */
export function toDwell(durations: Durations): Dwell | null {
  if (durations.count === 0) return null
  const { count, maxMs } = durations
  return { count, medianMs: percentile(durations, 0.5), p95Ms: percentile(durations, 0.95), maxMs }
}

/** The middle of the bucket that the percentile falls into, and never more than the longest there was. */
function percentile({ buckets, count, maxMs }: Durations, share: number): number {
  let passed = 0
  for (const [bucket, inBucket] of [...buckets].sort(([a], [b]) => a - b)) {
    passed += inBucket
    if (passed >= share * count) return Math.min(maxMs, Math.round(Math.exp((bucket + 0.5) * growth) - 1))
  }
  return maxMs
}
