import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { WebhookFilter } from '../../shared/admin-inputs.ts'
import type { Tables } from '../db/entities/entities.ts'
import { padded } from '../db/padded.ts'
import { findSessions, findWebhooks } from './find-by-id.ts'
import { conditionsOf, isAfter, type LogSource, on, sourcesOf } from './log-conditions.ts'
import type { Cursor } from './page-cursor.ts'

/** A slice of the log, newest first: what fits the filters, and where to go on; null at the end. */
export interface LogSlice {
  readonly entries: readonly Cursor[]
  readonly end: Cursor | null
}

/** What is not full after this is answered as it is: where little fits the filters, the search goes on with the next page. */
const patienceMs = 50
/** How many entries one read looks at where filters may find none: a few milliseconds' worth. Of rows, fewer: they lie apart. */
const windowSize = 20_000
const rowWindowSize = 2_000
/** Events of one session that are looked through by its number. */
const mostOfSession = 2_000

/** Up to `limit` events that fit the filter and come after `after`. Never takes long, and gives way to webhooks meanwhile. */
export async function readLog(
  query: Kysely<Tables>,
  filter: WebhookFilter,
  after: Cursor,
  limit: number,
): Promise<LogSlice> {
  const named = await namedBy(query, filter)
  return named ? pickFromLog(query, named, filter, after, limit) : search(query, filter, after, limit)
}

/** Numbers of the events that the filter names by some id; null where it names none. */
export async function namedBy(query: Kysely<Tables>, { text, session, key }: WebhookFilter): Promise<number[] | null> {
  const lists: number[][] = []
  if (text) lists.push(await findWebhooks(query, text))
  if (session) lists.push(await ofSessions(query, await findSessions(query, session)))
  if (key && key !== 'none') lists.push(await ofKey(query, key))
  const [first, ...others] = lists
  return first?.filter((id) => others.every((ids) => ids.includes(id))) ?? null
}

async function ofSessions(query: Kysely<Tables>, sessions: readonly number[]): Promise<number[]> {
  if (sessions.length === 0) return []
  const events = query
    .selectFrom('WebhookEvent')
    .select('id')
    .where('session', 'in', padded(sessions.slice(0, 100)))
  return (await events.orderBy('id', 'desc').limit(mostOfSession).execute()).map(({ id }) => id)
}

/** What names this connection or invitation, whether or not it has found its session. */
async function ofKey(query: Kysely<Tables>, key: string): Promise<number[]> {
  const ids = await findWebhooks(query, key)
  if (ids.length === 0) return []
  const events = query.selectFrom('WebhookEvent').select('id').where('id', 'in', padded(ids))
  const naming = events.where((eb) => eb.or([eb('connectionId', '=', key), eb('invitationId', '=', key)]))
  return (await naming.execute()).map(({ id }) => id)
}

async function search(query: Kysely<Tables>, filter: WebhookFilter, after: Cursor, limit: number): Promise<LogSlice> {
  const startedMs = performance.now()
  const entries: Cursor[] = []
  let end: Cursor | null = after
  do {
    const slices: LogSlice[] = []
    for (const source of sourcesOf(filter, end)) slices.push(await readSource(query, source, limit - entries.length))
    const slice = merge(slices, limit - entries.length)
    entries.push(...slice.entries)
    end = slice.end
    await nextTurn() // a webhook may be waiting
  } while (end !== null && entries.length < limit && performance.now() - startedMs < patienceMs)
  return { entries, end }
}

/** Of several parts of the log what is newest, as far down as all of them have been read. */
function merge(slices: readonly LogSlice[], limit: number): LogSlice {
  const [only] = slices
  if (only && slices.length === 1) return only
  const readTo = Math.max(0, ...slices.flatMap(({ end }) => end?.id ?? []))
  const known = slices.flatMap(({ entries }) => entries.filter(({ id }) => id >= readTo)).sort((a, b) => b.id - a.id)
  const entries = known.slice(0, limit)
  const rest = slices.flatMap(({ end }) => (end?.id === readTo ? end : []))[0] ?? null
  return { entries, end: entries.length < known.length ? (entries.at(-1) ?? null) : rest }
}

const entryColumns = ['id', 'createdAt as at'] as const
/** What the index by time holds: no row is fetched for what does not fit. */
const timeIndexColumns = ['id', 'createdAt', 'outcome', 'topic', 'organizationId'] as const
const rowColumns = ['dialect', 'session', 'error', 'lagMs'] as const

/** The next entries of one part; where conditions remain, of at most a window of it, so that no read ever takes long. */
async function readSource(query: Kysely<Tables>, source: LogSource, limit: number): Promise<LogSlice> {
  const { order, indexed, rest, inRow } = source
  const log = query
    .selectFrom('WebhookEvent')
    .where(on.and([...indexed]))
    .orderBy(order, 'desc')
    .orderBy('id', 'desc')
  if (rest.length + inRow.length === 0) return toFullSlice(await log.select(entryColumns).limit(limit).execute(), limit)
  const size = inRow.length > 0 ? rowWindowSize : windowSize
  const columns = order === 'id' ? ([...timeIndexColumns, 'nextAttemptAt'] as const) : timeIndexColumns
  const window = log.select(inRow.length > 0 ? [...timeIndexColumns, 'nextAttemptAt', ...rowColumns] : columns)
  const entries = await query
    .selectFrom(window.limit(size).as('window'))
    .select(entryColumns)
    .where(on.and([...rest, ...inRow]))
    .orderBy(order, 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  if (entries.length === limit) return { entries, end: entries.at(-1) ?? null }
  const edge = log
    .select(entryColumns)
    .limit(1)
    .offset(size - 1)
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
    .where(on.and([isAfter(after), ...conditionsOf(filter)]))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return toFullSlice(entries, limit)
}

/** Where every row read fits: short at the end only. */
function toFullSlice(entries: readonly Cursor[], limit: number): LogSlice {
  return { entries, end: entries.length < limit ? null : (entries.at(-1) ?? null) }
}
