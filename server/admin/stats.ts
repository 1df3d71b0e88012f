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

export interface StatsContext {
  readonly db: Database
  readonly answerCounts: AnswerCounts
  readonly now: () => Date
}

const hoursShown = 48
const dayMs = 24 * hourMs

/**
 * The figures of the console: the first five as the guide has them ("Monitoring"), then ours. From the running counts; no
 * event is read but the latest minute's, the oldest that is pending and the last.
 */
export async function stats({ db: { query }, answerCounts, now }: StatsContext) {
  await answerCounts.flush().catch(() => undefined) // the next second's try says what is wrong
  const nowMs = now().getTime()
  const hour = Math.floor(nowMs / hourMs)
  const firstHour = hour - hoursShown + 1
  const outcomes = await sumByName(query, 'outcome')
  const topics = await sumByName(query, 'topic')
  const statuses = await sumByName(query, 'status')
  const answers = await sumByName(query, 'answer')
  const answersToday = await sumByName(query, 'answer-minute', Math.floor((nowMs - dayMs) / minuteMs) + 1)
  const outcomesToday = await sumByName(query, 'minute', Math.floor((nowMs - dayMs) / minuteMs) + 1)
  const lags = await sumByName(query, 'lag', hour - 23)
  const minutes = await sumByMinute(query, Math.min(firstHour * 60, Math.floor((nowMs - dayMs) / minuteMs)))
  const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0)
  const pending = (outcomes.get('unmatched') ?? 0) + (outcomes.get('failed') ?? 0)
  const counted = query.selectFrom('WebhookEvent').select(({ fn }) => fn.countAll<number>().as('count'))
  const deadLetters = counted
    .where('outcome', '=', sql.lit('failed')) // a literal, or the partial index does not serve
    .where('nextAttemptAt', 'is', null)
  const wholeMinute = Math.floor((nowMs - dayMs) / minuteMs) + 1
  const inTheMinuteBefore = counted
    .where('createdAt', '>=', new Date(nowMs - dayMs))
    .where('createdAt', '<', new Date(wholeMinute * minuteMs))
  const received = query.selectFrom('WebhookEvent').select('createdAt').limit(1)
  const oldest = (outcome: Outcome) =>
    received
      .where('outcome', '<>', sql.lit('applied')) // what the index says
      .where('outcome', '=', outcome)
      .orderBy('id')
      .executeTakeFirst()
  const oldestUnmatchedAt = (await oldest('unmatched'))?.createdAt ?? null
  const oldestPending = [oldestUnmatchedAt, (await oldest('failed'))?.createdAt].flatMap((at) => at ?? [])
  return {
    total,
    /** Events that are done with. */
    processed: total - pending,
    /** Unmatched or failed events. */
    pending,
    last24h:
      (await inTheMinuteBefore.executeTakeFirstOrThrow()).count + sumOf(minutes, wholeMinute, Number.POSITIVE_INFINITY),
    /** The most frequent first. Beyond 200 different topics the rest are counted together as `other`. */
    byTopic: [...topics].map(([topic, count]) => ({ topic, count })).sort((a, b) => b.count - a.count),
    outcomes: z.record(Outcome, z.int()).parse(countsOf(Outcome.options, outcomes)),
    /** Events of the last 24 hours by the outcome that they have now; to the minute. */
    outcomesLast24h: z.record(Outcome, z.int()).parse(countsOf(Outcome.options, outcomesToday)),
    /** Failed events that are retried no more. */
    deadLetters: (await deadLetters.executeTakeFirstOrThrow()).count,
    /** Sessions in each status. */
    statuses: z.record(SessionStatus, z.int()).parse(countsOf(SessionStatus.options, statuses)),
    /** Events received in each of the last 48 hours, the oldest first, `hour` being its beginning. */
    hours: Array.from({ length: hoursShown }, (_, index) => ({
      hour: new Date((firstHour + index) * hourMs),
      count: sumOf(minutes, (firstHour + index) * 60, (firstHour + index + 1) * 60),
    })),
    /** Refused requests by reason: since ever, and in the last 24 hours. */
    rejected: RejectionReason.options.map((reason) => ({
      reason,
      count: answers.get(reason) ?? 0,
      last24h: answersToday.get(reason) ?? 0,
    })),
    /** Deliveries of events that were stored already: since ever, and in the last 24 hours. */
    duplicates: answers.get(duplicateAnswer) ?? 0,
    duplicatesLast24h: answersToday.get(duplicateAnswer) ?? 0,
    /** How long after the sender's own timestamp 95 % of the last 24 hours' events were stored; null where none told one. */
    lagP95Ms: lagQuantile(lags, 0.95),
    oldestPendingAt: oldestPending.sort((a, b) => a.getTime() - b.getTime())[0] ?? null,
    oldestUnmatchedAt,
    commands: await countCommands(query),
    lastWebhookAt: (await received.orderBy('createdAt', 'desc').executeTakeFirst())?.createdAt ?? null,
  }
}

export type AdminStats = Awaited<ReturnType<typeof stats>>

/** What the platform is still to be asked for, since when the oldest of it waits, and what it has refused. */
async function countCommands(query: Kysely<Tables>) {
  const open = query
    .selectFrom('PlatformCommand')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('createdAt').as('oldest')])
    .where('dueAt', 'is not', null)
  const refused = query
    .selectFrom('PlatformCommand')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('outcome', '=', sql.lit('refused'))
  const { count, oldest } = await open.executeTakeFirstOrThrow()
  const oldestAt = oldest === null ? null : new Date(oldest) // an aggregate comes as SQLite keeps it
  return { open: count, oldestAt, refused: (await refused.executeTakeFirstOrThrow()).count }
}

/** How many there are of each of the names. */
function countsOf(names: readonly string[], counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, counts.get(name) ?? 0]))
}

function sumOf(minutes: ReadonlyMap<number, number>, from: number, to: number): number {
  let sum = 0
  for (const [minute, count] of minutes) if (minute >= from && minute < to) sum += count
  return sum
}

/** How much there is of one kind; of a kind that goes by time, from `since` (a minute or an hour) on. */
function sumOfKind(query: Kysely<Tables>, kind: CounterKind, since: number) {
  const counts = query.selectFrom('WebhookCount').select(({ fn }) => fn.sum<number>('count').as('sum'))
  return counts.where('kind', '=', kind).where('at', '>=', since)
}

/** The same, of each of its names. */
async function sumByName(query: Kysely<Tables>, kind: CounterKind, since = 0): Promise<Map<string, number>> {
  const rows = await sumOfKind(query, kind, since).select('name').groupBy('name').execute()
  return new Map(rows.map(({ name, sum }) => [name, sum]))
}

/** How many events came in each minute from `since` on. */
async function sumByMinute(query: Kysely<Tables>, since: number): Promise<Map<number, number>> {
  const counts = sumOfKind(query, 'minute', since).where('name', 'in', Outcome.options)
  const rows = await counts.select('at').groupBy('at').execute()
  return new Map(rows.map(({ at, sum }) => [at, sum]))
}
