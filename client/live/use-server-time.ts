import { useEffect, useReducer, useState } from 'react'
import { serverNow } from './server-clock.ts'

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
  const [passedMs, setPassedMs] = useState<number | null>(null)
  useEffect(() => {
    if (timeMs === null) return
    const timer = setTimeout(() => setPassedMs(timeMs), Math.max(0, timeMs - serverNow()))
    return () => clearTimeout(timer)
  }, [timeMs])
  return timeMs !== null && passedMs === timeMs
}
