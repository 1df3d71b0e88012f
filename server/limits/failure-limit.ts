import type { Allowance, AllowanceRule } from '../db/allowance.ts'
import { createOneAtATime } from '../db/one-at-a-time.ts'
import { AppError } from '../errors.ts'
import type { SlidingWindow } from './sliding-window.ts'

/** Counts failed attempts per key: answers 0 while there may be more, else the seconds until there may. */
export interface Failures {
  take(key: string, now: Date): number | Promise<number>
}

/** What the failures are of, so that those of one kind are not counted as those of another. */
export type FailureKind = 'webhook' | 'operator'

/** Attempts that wait to be counted by all processes together; more at once are counted by this one alone. */
const maxAsking = 100
/** A database that did not answer is not asked again for so long: whoever waits behind it would wait for nothing. */
const awayMs = 10_000
/** More keys than this are not kept. */
const maxRefused = 10_000

/**
 * Failures counted over all processes, one at a time, so that guessing does not use up the connections that webhooks
 * need. Who has had all there is is refused without asking again; where the database is away, or too many ask at once,
 * this process counts by itself.
 */
export function createSharedFailures(
  kind: FailureKind,
  allowance: Allowance,
  own: SlidingWindow,
  rule: AllowanceRule,
): Failures {
  const refusedUntil = new Map<string, number>()
  const oneAtATime = createOneAtATime()
  let asking = 0
  let awayUntil = new Date(0)

  const refusal = (key: string, now: Date): number => {
    const leftMs = (refusedUntil.get(key) ?? 0) - now.getTime()
    if (leftMs <= 0) refusedUntil.delete(key)
    return Math.max(0, Math.ceil(leftMs / 1000))
  }
  const take = async (key: string, now: Date): Promise<number> => {
    if (awayUntil > now) return 0
    try {
      return refusal(key, now) || (await allowance.take(`failure ${kind} ${key}`, 1, now, rule)).retryAfterSeconds
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      awayUntil = new Date(now.getTime() + awayMs)
      return 0
    }
  }
  const ask = async (key: string, now: Date): Promise<number> => {
    if (asking >= maxAsking) return 0
    asking++
    return oneAtATime(() => take(key, now)).finally(() => asking--)
  }
  return {
    async take(key, now) {
      const retryAfterSeconds = refusal(key, now) || own.take(key, now) || (await ask(key, now))
      if (retryAfterSeconds > 0 && refusedUntil.size < maxRefused) {
        refusedUntil.set(key, now.getTime() + retryAfterSeconds * 1000)
      }
      return retryAfterSeconds
    },
  }
}
