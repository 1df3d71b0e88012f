import { type Kysely, sql } from 'kysely'
import type { CountWebhooks, WebhookFilter } from '../../shared/admin-inputs.ts'
import type { Database } from '../db/database.ts'
import type { Tables } from '../db/entities/entities.ts'
import { padded } from '../db/padded.ts'
import { conditionsOf, on, sourcesOf } from './log-conditions.ts'
import { readCursor } from './page-cursor.ts'
import { namedBy } from './read-log.ts'

/** How many of the newest entries are looked at, or rows where the index does not tell. */
const mostCounted = 20_000
const mostRowsCounted = 4_000
const mostAnswered = 50

/**
 * How many of the newest events that the filter leaves have which topic, outcome, dialect or error, the most frequent first. What
 * the filter says of that itself is left out, so that each answer tells what choosing it would show.
 */
export async function countWebhooks({ db: { query } }: { readonly db: Database }, { by, filter }: CountWebhooks) {
  const others = without(filter, by)
  const counts = new Map<string, number>()
  for (const { value, count } of await countBy(query, by, others)) {
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + Number(count))
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, mostAnswered)
}

function without(filter: WebhookFilter, by: CountWebhooks['by']): WebhookFilter {
  const { [by]: _, anyOutcome, without: left, ...others } = filter
  const rest = { ...others, ...(left && { without: { ...left, [by]: [] } }) }
  if (by === 'error') return { ...rest, outcome: 'failed' }
  return by === 'outcome' || !anyOutcome ? rest : { ...rest, anyOutcome }
}

async function countBy(query: Kysely<Tables>, by: CountWebhooks['by'], filter: WebhookFilter) {
  const named = await namedBy(query, filter)
  if (named) {
    if (named.length === 0) return []
    const events = query
      .selectFrom('WebhookEvent')
      .where('id', 'in', padded(named))
      .where(on.and(conditionsOf(filter)))
    return events
      .select(({ ref, fn }) => [ref(by).as('value'), fn.countAll<number>().as('count')])
      .groupBy(by)
      .execute()
  }
  const found = []
  for (const { order, indexed, rest, inRow } of sourcesOf(filter, readCursor('', {}, null))) {
    const isIndexed = inRow.length === 0 && by !== 'dialect' && by !== 'error' && order === 'createdAt'
    const log = query
      .selectFrom('WebhookEvent')
      .where(on.and([...indexed]))
      .orderBy(order, 'desc')
      .orderBy('id', 'desc')
    const window = isIndexed
      ? log.select(['outcome', 'topic', 'organizationId']).limit(mostCounted)
      : log.select([
          'createdAt',
          'outcome',
          'topic',
          'organizationId',
          'dialect',
          'error',
          'session',
          'lagMs',
          'nextAttemptAt',
        ])
    const rows = await query
      .selectFrom(window.$if(!isIndexed, (rows) => rows.limit(mostRowsCounted)).as('window'))
      .select(({ fn }) => [sql.ref<string | null>(by).as('value'), fn.countAll<number>().as('count')])
      .where(on.and([...rest, ...inRow]))
      .groupBy('value')
      .execute()
    found.push(...rows)
  }
  return found
}
