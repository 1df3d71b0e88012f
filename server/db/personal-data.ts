import { type Expression, expressionBuilder, type Kysely, type SqlBool, sql, type UpdateResult } from 'kysely'
import type { Database } from './database.ts'
import type { Tables } from './entities/entities.ts'
import type { Transaction } from './transaction.ts'

/** How many rows one read looks at. */
export const rangeSize = 2000
/** How many rows one transaction clears, so that webhooks never wait long behind it. */
export const stepSize = 500

/** Rows of a table, by their numbers: from the first to the last. */
export interface RowRange {
  readonly from: number
  readonly to: number
}

export interface PurgeTable {
  /** What a person calls it. */
  readonly what: string
  readonly table: 'WebhookEvent' | 'ConnectionSession' | 'SessionHistory' | 'AuditEntry'
  /** The column that numbers its rows. */
  readonly key: string
  /** Which rows hold something to purge. */
  readonly due: (before: Date) => Expression<SqlBool>
  readonly clear: (query: Kysely<Tables>, where: Expression<SqlBool>) => Promise<UpdateResult>
}

const webhook = expressionBuilder<Tables, 'WebhookEvent'>()
const session = expressionBuilder<Tables, 'ConnectionSession'>()
const version = expressionBuilder<Tables, 'SessionHistory'>()
const line = expressionBuilder<Tables, 'AuditEntry'>()
const ofSession = ['theirDid', 'theirLabel', 'ipAddress', 'userAgent'] as const
const nothing = { theirDid: null, theirLabel: null, ipAddress: null, userAgent: null }

/** Where personal data is kept, and what is left of it: counts, states, times and ids. */
export const purgeTables = (historyKey: string): readonly PurgeTable[] => [
  {
    what: 'payloads',
    table: 'WebhookEvent',
    key: 'id',
    due: (before) => webhook.and([webhook('createdAt', '<', before), webhook('payload', '<>', '')]),
    clear: (query, where) =>
      query
        .updateTable('WebhookEvent')
        .set({ payload: '', theirDid: null, theirLabel: null }) // what it tells the machine stays
        .where(where)
        .executeTakeFirst(),
  },
  {
    what: 'sessions',
    table: 'ConnectionSession',
    key: 'id',
    due: (before) =>
      session.and([
        session('updatedAt', '<', before),
        session.or(ofSession.map((column) => session(column, 'is not', null))),
      ]),
    clear: (query, where) => query.updateTable('ConnectionSession').set(nothing).where(where).executeTakeFirst(),
  },
  {
    what: 'history labels',
    table: 'SessionHistory',
    key: historyKey,
    due: (before) => version.and([version('at', '<', before), version('theirLabel', 'is not', null)]),
    clear: (query, where) =>
      query.updateTable('SessionHistory').set({ theirLabel: null }).where(where).executeTakeFirst(),
  },
  {
    what: 'audit addresses',
    table: 'AuditEntry',
    key: 'id',
    due: (before) => line.and([line('at', '<', before), line('address', 'is not', null)]),
    clear: (query, where) => query.updateTable('AuditEntry').set({ address: null }).where(where).executeTakeFirst(),
  },
]

/** The highest number in the table; 0 where it is empty. */
export async function lastKey({ query }: Pick<Database, 'query'>, { table, key }: PurgeTable): Promise<number> {
  const rows = query.selectFrom(table).select(sql<number | null>`max(${sql.ref(key)})`.as('last'))
  return (await rows.executeTakeFirst())?.last ?? 0
}

/** How many rows of the range hold something that is older than `before`. */
export async function countPersonal(
  { query }: Pick<Database, 'query'>,
  table: PurgeTable,
  range: RowRange,
  before: Date,
): Promise<number> {
  const { count } = await query
    .selectFrom(table.table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(isWithin(table, range))
    .where(table.due(before))
    .executeTakeFirstOrThrow()
  return count
}

/** Clears it; answers in how many rows. */
export async function clearPersonal({ query }: Transaction, table: PurgeTable, range: RowRange, before: Date) {
  const where = webhook.and([isWithin(table, range), table.due(before)])
  return Number((await table.clear(query, where)).numUpdatedRows)
}

function isWithin({ key }: PurgeTable, { from, to }: RowRange): Expression<SqlBool> {
  return sql<SqlBool>`${sql.ref(key)} between ${from} and ${to}`
}
