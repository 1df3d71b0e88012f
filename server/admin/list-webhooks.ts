import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Expression, expressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import type { ListWebhooks, WebhookFilter } from '../../shared/admin-inputs.ts'
import type { Database } from '../db/database.ts'
import type { Tables } from '../db/entities/entities.ts'
import { padded } from '../db/padded.ts'
import { findWebhooks } from './find-by-id.ts'
import { type Cursor, cutPage, readCursor, toCursor } from './page-cursor.ts'
import { isKnown, selectWebhooks } from './stored-webhook.ts'

/** A page that is not full after this is answered as it is: where little fits the filters, the search goes on with the next page. */
const patienceMs = 50
/** How many entries one read looks at where filters may find none: a few milliseconds' worth. */
const windowSize = 20_000

/** A slice of the log, newest first: what fits the filters, and where to go on; null at the end. */
interface LogSlice {
  readonly entries: readonly Cursor[]
  readonly end: Cursor | null
}

/**
 * A page of stored events, newest first. One that nothing here can read is left out.
 *
 * @throws AppError `BAD_REQUEST` for a cursor of another list.
 */
export async function listWebhooks({ db: { query } }: { readonly db: Database }, input: ListWebhooks) {
  const { cursor, limit, ...filter } = input
  const after = readCursor('webhooks', filter, cursor)
  const { entries, end } = filter.text
    ? await pickFromLog(query, await findWebhooks(query, filter.text), filter, after, limit + 1)
    : await search(query, filter, after, limit + 1)
  const { items, last } = cutPage(entries, limit)
  const goOnAfter = last ?? end
  return { items: await readWebhooks(query, items), nextCursor: goOnAfter && toCursor('webhooks', filter, goOnAfter) }
}

async function search(query: Kysely<Tables>, filter: WebhookFilter, after: Cursor, limit: number): Promise<LogSlice> {
  const startedMs = performance.now()
  const entries: Cursor[] = []
  let end: Cursor | null = after
  do {
    const slice = await readLog(query, filter, end, limit - entries.length)
    entries.push(...slice.entries)
    end = slice.end
    await nextTurn() // a webhook may be waiting
  } while (end !== null && entries.length < limit && performance.now() - startedMs < patienceMs)
  return { entries, end }
}

const entryColumns = ['id', 'createdAt as at'] as const
/** What the index by time holds: no row is fetched for what does not fit. */
const timeIndexColumns = ['id', 'createdAt', 'outcome', 'topic', 'organizationId'] as const

/**
 * The next entries after `after`. Reads an index that ends where the log begins: of one outcome, or of what was delivered
 * again, the index of that, else the index by time; where filters remain, at most a window of it, so that no read ever
 * takes long.
 */
async function readLog(query: Kysely<Tables>, filter: WebhookFilter, after: Cursor, limit: number): Promise<LogSlice> {
  const { order, indexed, rest } = sourceOf(filter, after)
  const log = query.selectFrom('WebhookEvent').where(on.and(indexed)).orderBy(order, 'desc').orderBy('id', 'desc')
  if (rest.length === 0) return toFullSlice(await log.select(entryColumns).limit(limit).execute(), limit)
  const columns = order === 'id' ? ([...timeIndexColumns, 'nextAttemptAt'] as const) : timeIndexColumns
  const entries = await query
    .selectFrom(log.select(columns).limit(windowSize).as('window'))
    .select(entryColumns)
    .where(on.and(rest))
    .orderBy(order, 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  if (entries.length === limit) return { entries, end: entries.at(-1) ?? null }
  const edge = log
    .select(entryColumns)
    .limit(1)
    .offset(windowSize - 1)
  return { entries, end: (await edge.executeTakeFirst()) ?? null }
}

/** Those of the named events that fit the filters and come after `after`, newest first. */
async function pickFromLog(
  query: Kysely<Tables>,
  ids: readonly number[],
  filter: WebhookFilter,
  after: Cursor,
  limit: number,
): Promise<LogSlice> {
  if (ids.length === 0) return { entries: [], end: null }
  const entries = await query
    .selectFrom('WebhookEvent')
    .select(entryColumns)
    .where('id', 'in', padded(ids))
    .where(on.and([isAfter(after), ...(filter.redelivered ? [isRedelivered] : []), ...outcomeOf(filter)]))
    .where(on.and([...timesOf(filter), ...columnsOf(filter)]))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return toFullSlice(entries, limit)
}

type Condition = Expression<SqlBool>

const on = expressionBuilder<Tables, 'WebhookEvent'>()
// A partial index serves only a query that says the same, with literals for parameters.
const isRedelivered = on('redeliveries', '>', sql.lit(0))
const isNotApplied = on('outcome', '<>', sql.lit('applied'))
const isDeadLetter = on.and([on('outcome', '=', sql.lit('failed')), on('nextAttemptAt', 'is', null)])

/** In which order the log is read, what of the filter its index answers, and what is left to be looked at entry by entry. */
function sourceOf(filter: WebhookFilter, after: Cursor) {
  const outcome = filter.deadLetter ? 'failed' : filter.outcome
  const [isOlder, others] = [on('id', '<', after.id), [...timesOf(filter), ...columnsOf(filter)]]
  if (filter.redelivered) {
    return { order: 'id', indexed: [isRedelivered, isOlder], rest: [...outcomeOf(filter), ...others] } as const
  }
  if (outcome !== undefined && outcome !== 'applied') {
    const rest = filter.outcome === outcome ? others : [...outcomeOf(filter), ...others]
    return { order: 'id', indexed: [isNotApplied, on('outcome', '=', outcome), isOlder], rest } as const
  }
  const indexed = [isAfter(after), ...timesOf(filter)]
  return { order: 'createdAt', indexed, rest: [...outcomeOf(filter), ...columnsOf(filter)] } as const
}

function isAfter({ at, id }: Cursor): Condition {
  return on(on.refTuple('createdAt', 'id'), '<', on.tuple(at, id))
}

function outcomeOf({ outcome }: WebhookFilter): Condition[] {
  return outcome ? [on('outcome', '=', outcome)] : []
}

function timesOf({ from, to }: WebhookFilter): Condition[] {
  const since = from ? [on('createdAt', '>=', new Date(from))] : []
  return to ? [...since, on('createdAt', '<', new Date(to))] : since
}

function columnsOf({ topic, organizationId, deadLetter }: WebhookFilter): Condition[] {
  return [
    ...(topic ? [on('topic', '=', topic)] : []),
    ...(organizationId ? [on('organizationId', '=', organizationId)] : []),
    ...(deadLetter ? [isDeadLetter] : []),
  ]
}

/** Where every row read fits: short at the end only. */
function toFullSlice(entries: readonly Cursor[], limit: number): LogSlice {
  return { entries, end: entries.length < limit ? null : (entries.at(-1) ?? null) }
}

/** Those events, in this order. */
async function readWebhooks(query: Kysely<Tables>, entries: readonly Cursor[]) {
  if (entries.length === 0) return []
  const ids = entries.map(({ id }) => id)
  const rows = await selectWebhooks(query).where('WebhookEvent.id', 'in', padded(ids)).execute()
  const byId = new Map(rows.filter(isKnown).map(({ id, ...event }) => [id, event]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
