import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { RejectionReason } from '../../shared/admin-inputs.ts'
import { SessionStatus } from '../../shared/session-status.ts'
import { Outcome } from '../../shared/webhook-event.ts'
import { hourMs, minuteMs } from '../db/counters.ts'
import type { Database } from '../db/database.ts'
import type { Tables } from '../db/entities/entities.ts'
import { lagQuantile } from '../db/lag-histogram.ts'
import type { CounterKind } from '../db/transaction.ts'
import { type AnswerCounts, duplicateAnswer } from './answer-counts.ts'

/**
 * The figures of the console: the first five as the guide has them ("Monitoring"), then ours. `processed` are events
 * that are done with; `pending` are unmatched or failed. Times are ISO 8601 in UTC.
 */
export interface AdminStats {
  readonly total: number
  readonly processed: number
  readonly pending: number
  readonly last24h: number
  /** The most frequent first. Beyond 200 different topics the rest are counted together as `other`. */
  readonly byTopic: { readonly topic: string; readonly count: number }[]
  readonly outcomes: Record<Outcome, number>
  /** Failed events that are retried no more. */
  readonly deadLetters: number
  /** Sessions in each status. */
  readonly statuses: Record<SessionStatus, number>
  /** Events received in each of the last 48 hours, the oldest first, `hour` being its beginning. */
  readonly hours: { readonly hour: string; readonly count: number }[]
  /** Refused requests by reason: since ever, and in the last 24 hours. */
  readonly rejected: { readonly reason: RejectionReason; readonly count: number; readonly last24h: number }[]
  /** Deliveries of events that were stored already: since ever, and in the last 24 hours. */
  readonly duplicates: number
  readonly duplicatesLast24h: number
  /** How long after the sender's own timestamp 95 % of the last 24 hours' events were stored; null where none told one. */
  readonly lagP95Ms: number | null
  readonly oldestPendingAt: string | null
  readonly lastWebhookAt: string | null
}

export interface StatsContext {
  readonly db: Database
  readonly answerCounts: AnswerCounts
  readonly now: () => Date
}

const hoursShown = 48
const dayMs = 24 * hourMs

/** The statistics from the running counts; no event is read but the latest minute's and the oldest that is pending. */
export async function stats({ db: { query }, answerCounts, now }: StatsContext): Promise<AdminStats> {
  await answerCounts.flush().catch(() => undefined) // the next second's try says what is wrong
  const nowMs = now().getTime()
  const hour = Math.floor(nowMs / hourMs)
  const firstHour = hour - hoursShown + 1
  const outcomes = await sumByName(query, 'outcome')
  const topics = await sumByName(query, 'topic')
  const statuses = await sumByName(query, 'status')
  const answers = await sumByName(query, 'answer')
  const answersToday = await sumByName(query, 'answer-hour', hour - 23)
  const lags = await sumByName(query, 'lag', hour - 23)
  const minutes = await sumByMinute(query, Math.min(firstHour * 60, Math.floor((nowMs - dayMs) / minuteMs)))
  const of = (outcome: Outcome) => outcomes.get(outcome) ?? 0
  const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0)
  const pending = of('unmatched') + of('failed')
  return {
    total,
    processed: total - pending,
    pending,
    last24h: await countSince(query, minutes, new Date(nowMs - dayMs)),
    byTopic: [...topics].map(([topic, count]) => ({ topic, count })).sort((a, b) => b.count - a.count),
    outcomes: z.record(Outcome, z.int()).parse(countsOf(Outcome.options, outcomes)),
    deadLetters: await countDeadLetters(query),
    statuses: z.record(SessionStatus, z.int()).parse(countsOf(SessionStatus.options, statuses)),
    hours: Array.from({ length: hoursShown }, (_, index) => ({
      hour: new Date((firstHour + index) * hourMs).toISOString(),
      count: sumOf(minutes, (firstHour + index) * 60, (firstHour + index + 1) * 60),
    })),
    rejected: RejectionReason.options.map((reason) => ({
      reason,
      count: answers.get(reason) ?? 0,
      last24h: answersToday.get(reason) ?? 0,
    })),
    duplicates: answers.get(duplicateAnswer) ?? 0,
    duplicatesLast24h: answersToday.get(duplicateAnswer) ?? 0,
    lagP95Ms: lagQuantile(lags, 0.95),
    oldestPendingAt: await oldestPending(query),
    lastWebhookAt: await lastWebhook(query),
  }
}

/** How many there are of each of the names. */
function countsOf(names: readonly string[], counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, counts.get(name) ?? 0]))
}

/** Whole minutes from the counts; the one that `since` falls into event by event. */
async function countSince(query: Kysely<Tables>, minutes: ReadonlyMap<number, number>, since: Date): Promise<number> {
  const next = Math.floor(since.getTime() / minuteMs) + 1
  const { count } = await query
    .selectFrom('WebhookEvent')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('createdAt', '>=', since)
    .where('createdAt', '<', new Date(next * minuteMs))
    .executeTakeFirstOrThrow()
  return count + sumOf(minutes, next, Number.POSITIVE_INFINITY)
}

function sumOf(minutes: ReadonlyMap<number, number>, from: number, to: number): number {
  let sum = 0
  for (const [minute, count] of minutes) if (minute >= from && minute < to) sum += count
  return sum
}

async function countDeadLetters(query: Kysely<Tables>): Promise<number> {
  const { count } = await query
    .selectFrom('WebhookEvent')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('outcome', '=', sql.lit('failed')) // a literal, or the partial index does not serve
    .where('nextAttemptAt', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

async function oldestPending(query: Kysely<Tables>): Promise<string | null> {
  const oldest = (outcome: Outcome) =>
    query
      .selectFrom('WebhookEvent')
      .select('createdAt')
      .where('outcome', '<>', sql.lit('applied')) // what the index says
      .where('outcome', '=', outcome)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
  const rows = [await oldest('unmatched'), await oldest('failed')]
  const times = rows.flatMap((row) => row?.createdAt.toISOString() ?? [])
  return times.sort()[0] ?? null
}

async function lastWebhook(query: Kysely<Tables>): Promise<string | null> {
  const events = query.selectFrom('WebhookEvent').select('createdAt').orderBy('createdAt', 'desc')
  return (await events.limit(1).executeTakeFirst())?.createdAt.toISOString() ?? null
}

/** How much of one kind there is of each name; of a kind that goes by time, from `since` (a minute or an hour) on. */
async function sumByName(query: Kysely<Tables>, kind: CounterKind, since = 0): Promise<Map<string, number>> {
  const rows = await query
    .selectFrom('WebhookCount')
    .select(({ fn }) => ['name', fn.sum<number>('count').as('sum')])
    .where('kind', '=', kind)
    .where('at', '>=', since)
    .groupBy('name')
    .execute()
  return new Map(rows.map(({ name, sum }) => [name, sum]))
}

/** How many events came in each minute from `since` on. */
async function sumByMinute(query: Kysely<Tables>, since: number): Promise<Map<number, number>> {
  const rows = await query
    .selectFrom('WebhookCount')
    .select(({ fn }) => ['at', fn.sum<number>('count').as('sum')])
    .where('kind', '=', 'minute')
    .where('name', '=', '')
    .where('at', '>=', since)
    .groupBy('at')
    .execute()
  return new Map(rows.map(({ at, sum }) => [at, sum]))
}
