import { useEffect, useReducer, useState, useSyncExternalStore } from 'react'

const toleranceMs = 3_000

let skewMs: number | null = null
const learners = new Set<() => void>()

/**
 * How far the server's clock is ahead of this device's, by the HTTP `Date` of an answer. The header
 * counts whole seconds and travels a while, so that a small difference is none.
 */
export function skewFrom(date: string, nowMs: number): number {
  const skew = Date.parse(date) - nowMs
  return Number.isNaN(skew) || Math.abs(skew) < toleranceMs ? 0 : skew
}

/** Learns from the first answer. Phones are often minutes wrong, and expiry is told in server time. */
export function noteServerDate(date: string | null): void {
  if (date === null || skewMs !== null) return
  skewMs = skewFrom(date, Date.now())
  for (const tell of learners) tell()
}

function onLearned(tell: () => void): () => void {
  learners.add(tell)
  return () => void learners.delete(tell)
}

/** Now, in the server's time, in milliseconds. */
export function serverNow(): number {
  return Date.now() + (skewMs ?? 0)
}

/** Now in server time, in milliseconds; renders again each second. */
export function useServerTime(): number {
  const [, tick] = useReducer((ticks: number) => ticks + 1, 0)
  useEffect(() => {
    const timer = setInterval(tick, 1_000)
    return () => clearInterval(timer)
  }, [])
  return serverNow()
}

/** Whether server time has passed `timeMs`; renders again when it does. Null is never. */
export function useHasPassed(timeMs: number | null): boolean {
  const skew = useSyncExternalStore(onLearned, () => skewMs) // a stream can be quicker than the answer that tells it
  const dueMs = timeMs === null ? null : timeMs - (skew ?? 0)
  const [passedMs, setPassedMs] = useState<number | null>(null)
  useEffect(() => {
    if (dueMs === null) return
    const timer = setTimeout(() => setPassedMs(dueMs), Math.max(0, dueMs - Date.now()))
    return () => clearTimeout(timer)
  }, [dueMs])
  return dueMs !== null && passedMs === dueMs
}
