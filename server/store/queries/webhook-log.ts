import type { WebhookFilter } from '../../../shared/admin-webhook.ts'
import type { Execute, Parameter } from '../statement.ts'

/** A stored event's place in the log. */
export interface Entry {
  readonly id: number
  readonly at: Date
}

/** A stretch of the log, newest first: what fits the filters, and where to go on; null at the end. */
export interface Stretch {
  readonly entries: readonly Entry[]
  readonly end: Entry | null
}

/** How many entries one read looks at where filters may find none: a few milliseconds' worth. */
const windowSize = 20_000

/** What the index by time holds: no row is fetched for what does not fit. */
const columns = '"id", "createdAt", "outcome", "topic", "organizationId"'

interface Condition {
  readonly text: string
  readonly values: readonly Parameter[]
}

/**
 * The next entries after `after`. Reads an index that ends where the log begins: of one outcome the index of that
 * outcome, else the index by time; where filters remain, at most a window of it, so that no read ever takes long.
 */
export async function readLog(read: Execute, filter: WebhookFilter, after: Entry, limit: number): Promise<Stretch> {
  const byOutcome = filter.deadLetter || (filter.outcome !== undefined && filter.outcome !== 'applied')
  const outcome = filter.deadLetter ? 'failed' : filter.outcome
  const source: Condition = byOutcome
    ? { text: `"outcome" <> 'applied' and "outcome" = ? and "id" < ?`, values: [outcome ?? 'failed', after.id] }
    : { text: '("createdAt", "id") < (?, ?)', values: [after.at, after.id] }
  const order = byOutcome ? '"id" desc' : '"createdAt" desc, "id" desc'
  const bounded = byOutcome ? source : both(source, timesOf(filter))
  const rest = both(byOutcome ? timesOf(filter) : appliedOf(filter), columnsOf(filter))
  if (rest.text === '') {
    const rows = await read(
      `select "id", "createdAt" from "WebhookEvent" where ${bounded.text} order by ${order} limit ?`,
      [...bounded.values, limit],
    )
    const entries = rows.map(toEntry)
    return { entries, end: entries.length < limit ? null : (entries.at(-1) ?? null) }
  }
  const window = `select ${byOutcome ? '*' : columns} from "WebhookEvent" where ${bounded.text} order by ${order} limit ${windowSize}`
  const rows = await read(
    `select "id", "createdAt" from (${window}) as w where ${rest.text} order by ${order} limit ?`,
    [...bounded.values, ...rest.values, limit],
  )
  const entries = rows.map(toEntry)
  if (entries.length === limit) return { entries, end: entries.at(-1) ?? null }
  const [edge] = await read(
    `select "id", "createdAt" from "WebhookEvent" where ${bounded.text} order by ${order} limit 1 offset ${windowSize - 1}`,
    bounded.values,
  )
  return { entries, end: edge ? toEntry(edge) : null }
}

/** Those of the named events that fit the filters and come after `after`, newest first. */
export async function pickFromLog(
  read: Execute,
  ids: readonly number[],
  filter: WebhookFilter,
  after: Entry,
  limit: number,
): Promise<Stretch> {
  if (ids.length === 0) return { entries: [], end: null }
  const conditions: Condition[] = [
    { text: `"id" in (${ids.join(', ')})`, values: [] },
    { text: '("createdAt", "id") < (?, ?)', values: [after.at, after.id] },
    ...(filter.outcome ? [{ text: '"outcome" = ?', values: [filter.outcome] }] : []),
    timesOf(filter),
    columnsOf(filter),
  ]
  const { text, values } = conditions.reduce(both)
  const rows = await read(
    `select "id", "createdAt" from "WebhookEvent" where ${text} order by "createdAt" desc, "id" desc limit ?`,
    [...values, limit],
  )
  const entries = rows.map(toEntry)
  return { entries, end: entries.length < limit ? null : (entries.at(-1) ?? null) }
}

function appliedOf({ outcome }: WebhookFilter): Condition {
  return outcome ? { text: '"outcome" = ?', values: [outcome] } : { text: '', values: [] }
}

function timesOf({ from, to }: WebhookFilter): Condition {
  const since = from ? { text: '"createdAt" >= ?', values: [new Date(from)] } : { text: '', values: [] }
  return both(since, to ? { text: '"createdAt" < ?', values: [new Date(to)] } : { text: '', values: [] })
}

function columnsOf({ topic, organizationId, deadLetter }: WebhookFilter): Condition {
  const conditions: Condition[] = [
    topic ? { text: '"topic" = ?', values: [topic] } : { text: '', values: [] },
    organizationId ? { text: '"organizationId" = ?', values: [organizationId] } : { text: '', values: [] },
    deadLetter ? { text: `"outcome" = 'failed' and "nextAttemptAt" is null`, values: [] } : { text: '', values: [] },
  ]
  return conditions.reduce(both)
}

function both(a: Condition, b: Condition): Condition {
  if (a.text === '' || b.text === '') return a.text === '' ? b : a
  return { text: `${a.text} and ${b.text}`, values: [...a.values, ...b.values] }
}

function toEntry({ id, createdAt }: { readonly [name: string]: unknown }): Entry {
  return { id: Number(id), at: toTime(createdAt) }
}

function toTime(value: unknown): Date {
  return value instanceof Date ? value : new Date(typeof value === 'number' ? value : String(value))
}
