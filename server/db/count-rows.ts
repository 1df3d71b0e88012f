import type { Kysely } from 'kysely'
import type { Tables } from './entities/entities.ts'
import type { Execute } from './statement.ts'

/** What is counted: see `WebhookCount`. The last three go by time: `minute` counts received events, the others by the hour. */
export type CountKind = 'topic' | 'outcome' | 'status' | 'answer' | 'minute' | 'lag' | 'answer-hour'

export interface Counts {
  /** One more, or fewer, of this; added to the others of its transaction. */
  add(kind: CountKind, name: string, at: number, by: number): void
  /** What has come together, in one order for all, so that two processes never wait for each other crosswise. */
  entries(): CountRow[]
}

export interface CountRow {
  readonly kind: CountKind
  readonly name: string
  readonly at: number
  readonly count: number
}

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs

export function createCounts(): Counts {
  const rows: { kind: CountKind; name: string; at: number; count: number }[] = []
  return {
    add(kind, name, at, by) {
      const row = rows.find((other) => other.kind === kind && other.name === name && other.at === at) // a handful
      if (row) row.count += by
      else rows.push({ kind, name, at, count: by })
    },
    entries: () => rows.filter(({ count }) => count !== 0).sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
  }
}

function orderOf({ kind, name, at }: CountRow): string {
  return `${kind} ${at} ${name}`
}

/** Adds what has come together to what is there. */
export async function addCounts(execute: Execute, counts: Counts, shard: number): Promise<void> {
  const rows = counts.entries()
  if (rows.length === 0) return
  await execute(
    `insert into "WebhookCount" ("kind", "name", "at", "shard", "count")
     values ${rows.map(() => '(?, ?, ?, ?, ?)').join(', ')}
     on conflict ("kind", "name", "at", "shard") do update set "count" = "WebhookCount"."count" + excluded."count"`,
    rows.flatMap(({ kind, name, at, count }) => [kind, name, at, shard, count]),
  )
}

/** How much of one kind there is of each name; of a kind that goes by time, from `since` (a minute or an hour) on. */
export async function sumByName(query: Kysely<Tables>, kind: CountKind, since = 0): Promise<Map<string, number>> {
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
export async function sumByMinute(query: Kysely<Tables>, since: number): Promise<Map<number, number>> {
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

/** Forgets what no page shows any more, so that the table stays small: what goes by time and is older than `before`. */
export async function deleteOldCounts(query: Kysely<Tables>, before: Date): Promise<void> {
  for (const [kind, unitMs] of [
    ['minute', minuteMs],
    ['lag', hourMs],
    ['answer-hour', hourMs],
  ] as const) {
    const at = Math.floor(before.getTime() / unitMs)
    await query.deleteFrom('WebhookCount').where('kind', '=', kind).where('at', '<', at).execute()
  }
}
