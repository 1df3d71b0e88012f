import { z } from 'zod'
import { type AdminStats, RejectionReason } from '../../shared/admin-stats.ts'
import { SessionStatus } from '../../shared/session-status.ts'
import { Outcome } from '../../shared/webhook-event.ts'
import { hourMs, minuteMs, sumByMinute, sumByName } from './count-rows.ts'
import { lagQuantile } from './lag-histogram.ts'
import { toDate } from './read-date.ts'
import type { Execute } from './statement.ts'

const hoursShown = 48
const dayMs = 24 * hourMs
/** The name under which deliveries of what is stored already are counted beside the refused ones. */
export const duplicateAnswer = 'duplicate'

/** The statistics from the running counts; no event is read but the latest minute's and the oldest that waits. */
export async function readStats(read: Execute, now: Date): Promise<AdminStats> {
  const outcomes = await sumByName(read, 'outcome')
  const topics = await sumByName(read, 'topic')
  const statuses = await sumByName(read, 'status')
  const answers = await sumByName(read, 'answer')
  const hour = Math.floor(now.getTime() / hourMs)
  const answersToday = await sumByName(read, 'answer-hour', hour - 23)
  const lags = await sumByName(read, 'lag', hour - 23)
  const firstHour = hour - hoursShown + 1
  const minutes = await sumByMinute(read, Math.min(firstHour * 60, Math.floor((now.getTime() - dayMs) / minuteMs)))
  const of = (outcome: Outcome) => outcomes.get(outcome) ?? 0
  const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0)
  const pending = of('unmatched') + of('failed')
  return {
    total,
    processed: total - pending,
    pending,
    last24h: await countSince(read, minutes, new Date(now.getTime() - dayMs)),
    byTopic: [...topics].map(([topic, count]) => ({ topic, count })).sort((a, b) => b.count - a.count),
    outcomes: z.record(Outcome, z.int()).parse(Object.fromEntries(Outcome.options.map((name) => [name, of(name)]))),
    deadLetters: await countDeadLetters(read),
    statuses: z
      .record(SessionStatus, z.int())
      .parse(Object.fromEntries(SessionStatus.options.map((name) => [name, statuses.get(name) ?? 0]))),
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
    oldestPendingAt: await oldestPending(read),
    lastWebhookAt: await timeOf(
      read,
      'select "createdAt" as "at" from "WebhookEvent" order by "createdAt" desc limit 1',
    ),
  }
}

/** Whole minutes from the counts; the one that `since` falls into event by event. */
async function countSince(read: Execute, minutes: ReadonlyMap<number, number>, since: Date): Promise<number> {
  const next = Math.floor(since.getTime() / minuteMs) + 1
  const [row] = await read(
    'select count(*) as "count" from "WebhookEvent" where "createdAt" >= ? and "createdAt" < ?',
    [since, new Date(next * minuteMs)],
  )
  return Number(row?.count ?? 0) + sumOf(minutes, next, Number.POSITIVE_INFINITY)
}

function sumOf(minutes: ReadonlyMap<number, number>, from: number, to: number): number {
  let sum = 0
  for (const [minute, count] of minutes) if (minute >= from && minute < to) sum += count
  return sum
}

async function countDeadLetters(read: Execute): Promise<number> {
  const [row] = await read(
    `select count(*) as "count" from "WebhookEvent" where "outcome" = 'failed' and "nextAttemptAt" is null`,
  )
  return Number(row?.count ?? 0)
}

async function oldestPending(read: Execute): Promise<string | null> {
  const oldest = (outcome: Outcome) =>
    timeOf(
      read,
      `select "createdAt" as "at" from "WebhookEvent"
       where "outcome" <> 'applied' and "outcome" = '${outcome}' order by "id" limit 1`,
    )
  const times = [await oldest('unmatched'), await oldest('failed')].filter((time) => time !== null)
  return times.sort()[0] ?? null
}

const At = z.object({ at: toDate })

async function timeOf(read: Execute, query: string): Promise<string | null> {
  const [row] = await read(query)
  return row ? At.parse(row).at.toISOString() : null
}
