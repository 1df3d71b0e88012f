import type { WebhookFilter } from '../../../shared/admin-webhook.ts'
import type { Execute, Parameter, Row } from '../statement.ts'

/** A stored event's place in the log. */
export interface Entry {
  readonly id: number
  readonly at: Date
}

/** A stretch of the log, newest first: what fits the filters, and where to go on; null at the end. */
export interface LogSlice {
  readonly entries: readonly Entry[]
  readonly end: Entry | null
}

/** How many entries one read looks at where filters may find none: a few milliseconds' worth. */
const windowSize = 20_000

/** What the index by time holds: no row is fetched for what does not fit. */
const timeIndexColumns = '"id", "createdAt", "outcome", "topic", "organizationId"'

interface Condition {
  readonly text: string
  readonly values: readonly Parameter[]
}

/** Which index is read, in which order, and what of the filter it leaves to be looked at entry by entry. */
interface Source {
  readonly where: Condition
  readonly order: string
  readonly columns: string
  readonly rest: Condition
}

/**
 * The next entries after `after`. Reads an index that ends where the log begins: of one outcome, or of what was delivered
 * again, the index of that, else the index by time; where filters remain, at most a window of it, so that no read ever
 * takes long.
 */
export async function readLog(read: Execute, filter: WebhookFilter, after: Entry, limit: number): Promise<LogSlice> {
  const { where, order, columns, rest } = sourceOf(filter, after)
  if (rest.text === '') {
    const rows = await read(
      `select "id", "createdAt" from "WebhookEvent" where ${where.text} order by ${order} limit ?`,
      [...where.values, limit],
    )
    return toFullStretch(rows, limit)
  }
  const window = `select ${columns} from "WebhookEvent" where ${where.text} order by ${order} limit ${windowSize}`
  const rows = await read(
    `select "id", "createdAt" from (${window}) as w where ${rest.text} order by ${order} limit ?`,
    [...where.values, ...rest.values, limit],
  )
  const entries = rows.map(toEntry)
  if (entries.length === limit) return { entries, end: entries.at(-1) ?? null }
  const [edge] = await read(
    `select "id", "createdAt" from "WebhookEvent" where ${where.text} order by ${order} limit 1 offset ${windowSize - 1}`,
    where.values,
  )
  return { entries, end: edge ? toEntry(edge) : null }
}

function sourceOf(filter: WebhookFilter, after: Entry): Source {
  const byId = { order: '"id" desc', columns: '*' }
  if (filter.redelivered) {
    const where = { text: '"redeliveries" > 0 and "id" < ?', values: [after.id] }
    return { ...byId, where, rest: [outcomeOf(filter), timesOf(filter), columnsOf(filter)].reduce(both) }
  }
  const outcome = filter.deadLetter ? 'failed' : filter.outcome
  if (outcome !== undefined && outcome !== 'applied') {
    const where = { text: `"outcome" <> 'applied' and "outcome" = ? and "id" < ?`, values: [outcome, after.id] }
    const other = filter.outcome === outcome ? everything : outcomeOf(filter)
    return { ...byId, where, rest: [other, timesOf(filter), columnsOf(filter)].reduce(both) }
  }
  return {
    where: both({ text: '("createdAt", "id") < (?, ?)', values: [after.at, after.id] }, timesOf(filter)),
    order: '"createdAt" desc, "id" desc',
    columns: timeIndexColumns,
    rest: both(outcomeOf(filter), columnsOf(filter)),
  }
}

/** Those of the named events that fit the filters and come after `after`, newest first. */
export async function pickFromLog(
  read: Execute,
  ids: readonly number[],
  filter: WebhookFilter,
  after: Entry,
  limit: number,
): Promise<LogSlice> {
  if (ids.length === 0) return { entries: [], end: null }
  const conditions: Condition[] = [
    { text: `"id" in (${ids.join(', ')})`, values: [] },
    { text: '("createdAt", "id") < (?, ?)', values: [after.at, after.id] },
    ...(filter.redelivered ? [{ text: '"redeliveries" > 0', values: [] }] : []),
    outcomeOf(filter),
    timesOf(filter),
    columnsOf(filter),
  ]
  const { text, values } = conditions.reduce(both)
  const rows = await read(
    `select "id", "createdAt" from "WebhookEvent" where ${text} order by "createdAt" desc, "id" desc limit ?`,
    [...values, limit],
  )
  return toFullStretch(rows, limit)
}

const everything: Condition = { text: '', values: [] }

function outcomeOf({ outcome }: WebhookFilter): Condition {
  return outcome ? { text: '"outcome" = ?', values: [outcome] } : everything
}

function timesOf({ from, to }: WebhookFilter): Condition {
  const since = from ? { text: '"createdAt" >= ?', values: [new Date(from)] } : everything
  return both(since, to ? { text: '"createdAt" < ?', values: [new Date(to)] } : everything)
}

function columnsOf({ topic, organizationId, deadLetter }: WebhookFilter): Condition {
  const conditions: Condition[] = [
    topic ? { text: '"topic" = ?', values: [topic] } : everything,
    organizationId ? { text: '"organizationId" = ?', values: [organizationId] } : everything,
    deadLetter ? { text: `"outcome" = 'failed' and "nextAttemptAt" is null`, values: [] } : everything,
  ]
  return conditions.reduce(both)
}

function both(a: Condition, b: Condition): Condition {
  if (a.text === '' || b.text === '') return a.text === '' ? b : a
  return { text: `${a.text} and ${b.text}`, values: [...a.values, ...b.values] }
}

/** Where every row read fits: short at the end only. */
function toFullStretch(rows: readonly Row[], limit: number): LogSlice {
  const entries = rows.map(toEntry)
  return { entries, end: entries.length < limit ? null : (entries.at(-1) ?? null) }
}

function toEntry({ id, createdAt }: Row): Entry {
  return { id: Number(id), at: toTime(createdAt) }
}

function toTime(value: unknown): Date {
  return value instanceof Date ? value : new Date(typeof value === 'number' ? value : String(value))
}
