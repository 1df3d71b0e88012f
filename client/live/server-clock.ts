import { useEffect, useReducer, useState, useSyncExternalStore } from 'react'
import { onComeback } from './on-comeback.ts'

const toleranceMs = 3_000

/**
 * The server's time when `performance.now()` was 0, in milliseconds: until an answer tells it, as this device thinks. From then
 * on nothing is asked of the device's clock, which somebody may set, or which sets itself, while the page is open.
 */
let startedMs = Date.now() - performance.now()
const learners = new Set<() => void>()

/**
 * How far the server's clock is ahead of `nowMs`, by the HTTP `Date` of an answer. The header counts whole seconds and travels a
 * while, so that a small difference is none.
 */
export function skewFrom(date: string, nowMs: number): number {
  const skew = Date.parse(date) - nowMs
  return Number.isNaN(skew) || Math.abs(skew) < toleranceMs ? 0 : skew
}

let isDue = true
let isWatched = false

/**
 * Learns from the first answer: phones are often minutes wrong, and expiry is told in server time. Learns again when the page
 * comes back, since some browsers stop counting while the device sleeps.
 */
export function noteServerDate(date: string | null): void {
  if (!isWatched)
    onComeback(() => {
      isDue = true
    })
  isWatched = true
  if (date === null || !isDue) return
  isDue = false
  startedMs += skewFrom(date, serverNow())
  for (const tell of learners) tell()
}

function onLearned(tell: () => void): () => void {
  learners.add(tell)
  return () => void learners.delete(tell)
}

/** Now, in the server's time, in milliseconds. */
export function serverNow(): number {
  return startedMs + performance.now()
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
  const started = useSyncExternalStore(onLearned, () => startedMs) // a stream can be quicker than the answer that tells it
  const dueMs = timeMs === null ? null : timeMs - started
  const [passedMs, setPassedMs] = useState<number | null>(null)
  useEffect(() => {
    if (dueMs === null) return
    const timer = setTimeout(() => setPassedMs(dueMs), Math.max(0, dueMs - performance.now()))
    return () => clearTimeout(timer)
  }, [dueMs])
  return dueMs !== null && passedMs === dueMs
}
