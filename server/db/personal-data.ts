import { type Expression, expressionBuilder, type Kysely, type SqlBool, sql, type UpdateResult } from 'kysely'
import type { Database } from './database.ts'
import type { Tables } from './entities/entities.ts'
import type { Transaction } from './transaction.ts'

/** What only looks needs no more. */
export type Reader = Pick<Database, 'query'>

/** Rows of a table, by their numbers: from the first to the last. */
export interface RowRange {
  readonly from: number
  readonly to: number
}

export interface PurgeTable {
  /** What a person calls it. */
  readonly what: string
  readonly table: 'WebhookEvent' | 'ConnectionSession' | 'SessionHistory' | 'PlatformCommand' | 'AuditEntry'
  /** The column that numbers its rows. */
  readonly key: string
  /** Which rows hold something to purge. */
  readonly due: (before: Date) => Expression<SqlBool>
  readonly clear: (query: Kysely<Tables>) => { where(due: Expression<SqlBool>): Clearing }
}

interface Clearing {
  executeTakeFirst(): Promise<UpdateResult>
}

const on = expressionBuilder<Tables, PurgeTable['table']>()
const ofSession = ['theirDid', 'theirLabel', 'ipAddress', 'userAgent'] as const
const nothing = { theirDid: null, theirLabel: null, ipAddress: null, userAgent: null }

/** Where personal data is kept, and what is left of it: counts, states, times and ids. */
export const purgeTables = (historyKey: string): readonly PurgeTable[] => [
  {
    what: 'payloads',
    table: 'WebhookEvent',
    key: 'id',
    due: (before) => on.and([on('createdAt', '<', before), on('payload', '<>', '')]),
    // What it tells the machine stays.
    clear: (query) => query.updateTable('WebhookEvent').set({ payload: '', theirDid: null, theirLabel: null }),
  },
  {
    what: 'sessions',
    table: 'ConnectionSession',
    key: 'id',
    due: (before) =>
      on.and([on('updatedAt', '<', before), on.or(ofSession.map((column) => on(column, 'is not', null)))]),
    clear: (query) => query.updateTable('ConnectionSession').set(nothing),
  },
  {
    what: 'history labels',
    table: 'SessionHistory',
    key: historyKey,
    due: (before) => on.and([on('at', '<', before), on('theirLabel', 'is not', null)]),
    clear: (query) => query.updateTable('SessionHistory').set({ theirLabel: null }),
  },
  {
    what: 'platform messages',
    table: 'PlatformCommand',
    key: 'id',
    due: (before) => on.and([on('createdAt', '<', before), on('error', 'is not', null)]),
    clear: (query) => query.updateTable('PlatformCommand').set({ error: null }),
  },
  {
    what: 'audit addresses',
    table: 'AuditEntry',
    key: 'id',
    due: (before) => on.and([on('at', '<', before), on('address', 'is not', null)]),
    clear: (query) => query.updateTable('AuditEntry').set({ address: null }),
  },
]

/** The highest number in the table; 0 where it is empty. */
export async function lastKey({ query }: Reader, { table, key }: PurgeTable): Promise<number> {
  const rows = query.selectFrom(table).select(sql<number | null>`max(${sql.ref(key)})`.as('last'))
  return (await rows.executeTakeFirst())?.last ?? 0
}

/** How many rows of the range hold something that is older than `before`. */
export async function countPersonal({ query }: Reader, table: PurgeTable, range: RowRange, before: Date) {
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
  const where = on.and([isWithin(table, range), table.due(before)])
  return Number((await table.clear(query).where(where).executeTakeFirst()).numUpdatedRows)
}

function isWithin({ key }: PurgeTable, { from, to }: RowRange): Expression<SqlBool> {
  return sql<SqlBool>`${sql.ref(key)} between ${from} and ${to}`
}
