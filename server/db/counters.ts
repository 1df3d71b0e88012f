import type { Kysely } from 'kysely'
import type { Tables } from './entities/entities.ts'
import { lagBucket } from './lag-histogram.ts'
import type { CounterKind, CounterRow, HistoryRow, NewWebhook, OutcomeUpdate } from './transaction.ts'

export interface Counters {
  /** One more, or fewer, of this; added to the others of its transaction. */
  add(kind: CounterKind, name: string, at: number, by: number): void
  /** What has come together, in one order for all, so that two processes never wait for each other crosswise. */
  rows(): CounterRow[]
}

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs

/** Topics are the sender's words: beyond this many, the rest are counted as one. */
const maxTopics = 200
export const otherTopics = 'other'
/** Enough that two processes seldom take the same. */
const shardCount = 64

export function createCounters(): Counters {
  const rows: { kind: CounterKind; name: string; at: number; count: number }[] = []
  return {
    add(kind, name, at, by) {
      const row = rows.find((other) => other.kind === kind && other.name === name && other.at === at) // a handful
      if (row) row.count += by
      else rows.push({ kind, name, at, count: by })
    },
    rows: () => rows.filter(({ count }) => count !== 0).sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
  }
}

function orderOf({ kind, name, at }: CounterRow): string {
  return `${kind} ${at} ${name}`
}

export interface Written {
  readonly history: readonly HistoryRow[]
  readonly webhooks: readonly NewWebhook[]
  readonly updates: readonly OutcomeUpdate[]
}

/** The minute since 1970 in which `at` lies. */
export function minuteOf(at: Date): number {
  return Math.floor(at.getTime() / minuteMs)
}

/** What a transaction that writes this adds to the counters: kept in it, so that they are right whatever dies when. */
export function countWritten({ history, webhooks, updates }: Written): CounterRow[] {
  const counters = createCounters()
  for (const { statusBefore, status } of history) {
    if (statusBefore === status) continue
    if (statusBefore !== null) counters.add('status', statusBefore, 0, -1)
    counters.add('status', status, 0, 1)
  }
  for (const { topic, outcome, createdAt, lagMs } of webhooks) {
    counters.add('topic', topic, 0, 1)
    counters.add('outcome', outcome, 0, 1)
    counters.add('minute', outcome, minuteOf(createdAt), 1)
    const lag = lagBucket(lagMs ?? Number.NaN)
    if (lag !== null) counters.add('lag', lag, Math.floor(createdAt.getTime() / hourMs), 1)
  }
  for (const { before, outcome, createdAt } of updates) {
    counters.add('outcome', before, 0, -1)
    counters.add('outcome', outcome, 0, 1)
    counters.add('minute', before, minuteOf(createdAt), -1)
    counters.add('minute', outcome, minuteOf(createdAt), 1)
  }
  return counters.rows()
}

/** Names under which topics are counted: their own for the first so many that this database has seen, `other` for the rest. */
export function createTopicNames() {
  let known: Set<string> | undefined
  const nameOf = (topic: string, topics: Set<string>): string => {
    if (!topics.has(topic) && topics.size >= maxTopics) return otherTopics
    topics.add(topic)
    return topic
  }
  return async (query: Kysely<Tables>, rows: readonly CounterRow[]): Promise<readonly CounterRow[]> => {
    if (!rows.some(({ kind }) => kind === 'topic')) return rows
    const topics = known ?? (await readTopics(query))
    known = topics
    const counters = createCounters()
    for (const { kind, name, at, count } of rows) {
      counters.add(kind, kind === 'topic' ? nameOf(name, topics) : name, at, count)
    }
    return counters.rows()
  }
}

async function readTopics(query: Kysely<Tables>): Promise<Set<string>> {
  const rows = await query.selectFrom('WebhookCount').select('name').distinct().where('kind', '=', 'topic').execute()
  return new Set(rows.map(({ name }) => name))
}

/**
 * Numbers for transactions that run at once, none given out twice at a time by this process: where they write to the same
 * counter, each has a row of its own and none waits for another's commit.
 */
export function createShards() {
  const free = Array.from({ length: shardCount }, (_, shard) => shard).sort(() => Math.random() - 0.5)
  return {
    take: (): number => free.pop() ?? 0,
    giveBack: (shard: number): void => void free.push(shard),
  }
}

/** Forgets what no page shows any more, so that the table stays small: what goes by time and is older than `before`. */
export async function deleteOldCounters(query: Kysely<Tables>, before: Date): Promise<void> {
  const units = { minute: minuteMs, lag: hourMs, 'answer-minute': minuteMs, key: hourMs, 'key-held': minuteMs } as const
  for (const [kind, unitMs] of Object.entries(units)) {
    const at = Math.floor(before.getTime() / unitMs)
    await query.deleteFrom('WebhookCount').where('kind', '=', kind).where('at', '<', at).execute()
  }
}
