import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import type { WebhookFilter } from '../../shared/admin-inputs.ts'
import { Outcome } from '../../shared/webhook-event.ts'
import type { Tables } from '../db/entities/entities.ts'
import { padded } from '../db/padded.ts'
import type { Cursor } from './page-cursor.ts'

export type Condition = Expression<SqlBool>

export const on = expressionBuilder<Tables, 'WebhookEvent'>()
// A partial index serves only a query that says the same, with literals for parameters.
const isRedelivered = on('redeliveries', '>', sql.lit(0))
const isNotApplied = on('outcome', '<>', sql.lit('applied'))
const isDeadLetter = on.and([on('outcome', '=', sql.lit('failed')), on('nextAttemptAt', 'is', null)])

/** In which order a part of the log is read, what of the filter its index answers, and what is left to be looked at entry by entry. */
export interface LogSource {
  readonly order: 'id' | 'createdAt'
  readonly indexed: readonly Condition[]
  /** What an index holds, and what only the row itself tells. */
  readonly rest: readonly Condition[]
  readonly inRow: readonly Condition[]
}

/**
 * What the log is read from: the index by time; where every outcome that is wanted has one, an index for each; or the index of
 * what was delivered again. Several are merged.
 */
export function sourcesOf(filter: WebhookFilter, after: Cursor): LogSource[] {
  const wanted = outcomesOf(filter)
  const isOlder = on('id', '<', after.id)
  const [others, inRow] = [[...timesOf(filter), ...columnsOf(filter)], inRowOf(filter)]
  if (filter.redelivered)
    return [{ order: 'id', indexed: [isRedelivered, isOlder], rest: [...isOneOf(wanted), ...others], inRow }]
  if (wanted?.length === 0) return []
  if (wanted && !wanted.includes('applied')) {
    return wanted.map((outcome) => ({
      order: 'id',
      indexed: [isNotApplied, on('outcome', '=', outcome), isOlder],
      rest: others,
      inRow,
    }))
  }
  const indexed = [isAfter(after), ...timesOf(filter)]
  return [{ order: 'createdAt', indexed, rest: [...isOneOf(wanted), ...columnsOf(filter)], inRow }]
}

/** All of the filter but what is looked up by id. */
export function conditionsOf(filter: WebhookFilter): Condition[] {
  return [
    ...(filter.redelivered ? [isRedelivered] : []),
    ...isOneOf(outcomesOf(filter)),
    ...timesOf(filter),
    ...columnsOf(filter),
    ...inRowOf(filter),
  ]
}

export function isAfter({ at, id }: Cursor): Condition {
  return on(on.refTuple('createdAt', 'id'), '<', on.tuple(at, id))
}

/** The outcomes that the filter lets through; null where all of them. */
function outcomesOf({ outcome, anyOutcome, deadLetter, error, without }: WebhookFilter): Outcome[] | null {
  const asked = anyOutcome ?? Outcome.options
  const left = asked.filter(
    (name) =>
      (outcome === undefined || name === outcome) &&
      !(deadLetter && name !== 'failed') &&
      !(error !== undefined && name !== 'failed' && name !== 'stale') && // no other has one
      !without?.outcome?.includes(name),
  )
  return left.length === Outcome.options.length ? null : left
}

function isOneOf(outcomes: readonly Outcome[] | null): Condition[] {
  if (!outcomes) return []
  return [outcomes.length === 0 ? sql<SqlBool>`1 = 0` : on('outcome', 'in', padded(outcomes))]
}

function timesOf({ from, to }: WebhookFilter): Condition[] {
  const since = from ? [on('createdAt', '>=', new Date(from))] : []
  return to ? [...since, on('createdAt', '<', new Date(to))] : since
}

function columnsOf({ topic, organizationId, deadLetter, without }: WebhookFilter): Condition[] {
  return [
    ...(topic ? [isTopic(topic)] : []),
    ...(without?.topic ?? []).map((name) => on.not(isTopic(name))),
    ...(organizationId ? [on('organizationId', '=', organizationId)] : []),
    ...(deadLetter ? [isDeadLetter] : []),
  ]
}

/** What stands in the rows alone. */
function inRowOf({ dialect, error, key, minLagSeconds, without }: WebhookFilter): Condition[] {
  return [
    ...(dialect ? [on('dialect', '=', dialect)] : []),
    ...(without?.dialect ?? []).map((name) => on('dialect', '<>', name)),
    ...(key === 'none' ? [on('session', 'is', null)] : []),
    ...(error ? [on(on.fn('lower', ['error']), 'like', sql.val(`%${literally(error.toLowerCase())}%`))] : []),
    ...(minLagSeconds ? [on('lagMs', '>=', Math.round(minLagSeconds * 1000))] : []),
  ]
}

/** By range, since a pattern would be no use to an index: `*` stands for whatever begins so. */
function isTopic(topic: string): Condition {
  if (!topic.endsWith('*')) return on('topic', '=', topic)
  const beginning = topic.slice(0, -1)
  return sql<SqlBool>`substr(${on.ref('topic')}, 1, ${sql.lit(beginning.length)}) = ${beginning}`
}

/** Without the signs that mean something in a pattern. */
function literally(text: string): string {
  return text.replaceAll(/[%_\\]/g, '')
}
