import { AppError } from '../errors.ts'
import type { Allowance, AllowanceRule } from '../store/allowance.ts'
import type { SlidingWindow } from './sliding-window.ts'

/** Counts failed attempts per key: answers 0 while there may be more, else the seconds until there may. */
export interface Failures {
  take(key: string, now: Date): number | Promise<number>
}

/** Guessing must not use up the connections that webhooks need. */
const maxAsking = 2
/** More keys than this are not kept. */
const maxRefused = 10_000

/**
 * Failures counted over all processes. Who has had all there is is refused without asking again; where the database is
 * away, or too many ask at once, this process counts by itself.
 */
export function createSharedFailures(allowance: Allowance, own: SlidingWindow, rule: AllowanceRule): Failures {
  const refusedUntil = new Map<string, number>()
  let asking = 0

  const ask = async (key: string, now: Date) => {
    asking++
    try {
      return (await allowance.take(`failure ${key}`, 1, now, rule)).retryAfterSeconds
    } catch (error) {
      if (error instanceof AppError) return 0
      throw error
    } finally {
      asking--
    }
  }
  return {
    async take(key, now) {
      const untilMs = refusedUntil.get(key) ?? 0
      if (untilMs > now.getTime()) return Math.ceil((untilMs - now.getTime()) / 1000)
      refusedUntil.delete(key)
      const retryAfterSeconds = own.take(key, now) || (asking < maxAsking ? await ask(key, now) : 0)
      if (retryAfterSeconds > 0 && refusedUntil.size < maxRefused) {
        refusedUntil.set(key, now.getTime() + retryAfterSeconds * 1000)
      }
      return retryAfterSeconds
    },
  }
}
