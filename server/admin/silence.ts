import type { Kysely } from 'kysely'
import type { Alarm } from '../../shared/alarm.ts'
import { Outcome } from '../../shared/webhook-event.ts'
import { minuteOf } from '../db/counters.ts'
import type { Tables } from '../db/entities/entities.ts'

const dayMinutes = 24 * 60
const days = 7
/** On either side of this time of day. */
const aroundMinutes = 60
/** Fewer days with webhooks at this time are no measure, and shorter silence is no alarm. */
const enoughDays = 3
const leastMinutes = 10

/** Finds whether no webhook has come for longer than in any gap around this time of day in the last week; null where that is not so. */
export function createFindSilence(query: Kysely<Tables>): (at: Date) => Promise<Alarm | null> {
  let known: { readonly minute: number; readonly minutes: readonly number[] } | undefined // changes slowly
  return async (at) => {
    const minute = minuteOf(at)
    if (known?.minute !== minute)
      known = { minute, minutes: await readMinutes(query, minute - (days + 1) * dayMinutes) }
    return findSilence(query, minute, known.minutes)
  }
}

async function findSilence(query: Kysely<Tables>, minute: number, minutes: readonly number[]): Promise<Alarm | null> {
  const last = await query
    .selectFrom('WebhookEvent')
    .select('createdAt')
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  const usual = longestGap(minutes, minute)
  if (!last || usual === null) return null
  const silent = minute - minuteOf(last.createdAt)
  if (silent < leastMinutes || silent <= usual) return null
  return { cause: 'silence', count: silent, since: last.createdAt, detail: String(usual) }
}

/**
 * The longest gap in minutes between two of `minutes` (ascending) that touches this time of day, on any of the last seven days;
 * null where there were webhooks at this time on too few of them.
 */
export function longestGap(minutes: readonly number[], minute: number): number | null {
  let longest = 0
  let seen = 0
  for (let day = 1; day <= days; day++) {
    const [from, to] = [minute - day * dayMinutes - aroundMinutes, minute - day * dayMinutes + aroundMinutes]
    if (minutes.some((at) => at >= from && at <= to)) seen++
  }
  for (let index = 1; index < minutes.length; index++) {
    const [before = 0, after = 0] = [minutes[index - 1], minutes[index]]
    if (touches(before, after, minute)) longest = Math.max(longest, after - before)
  }
  return seen < enoughDays ? null : longest
}

function touches(before: number, after: number, minute: number): boolean {
  for (let day = 1; day <= days; day++) {
    const middle = minute - day * dayMinutes
    if (before <= middle + aroundMinutes && after >= middle - aroundMinutes) return true
  }
  return false
}

async function readMinutes(query: Kysely<Tables>, since: number): Promise<number[]> {
  const rows = await query
    .selectFrom('WebhookCount')
    .select(['at'])
    .where('kind', '=', 'minute')
    .where('name', 'in', Outcome.options)
    .where('at', '>=', since)
    .where('count', '>', 0)
    .groupBy('at')
    .orderBy('at')
    .execute()
  return rows.map(({ at }) => at)
}
