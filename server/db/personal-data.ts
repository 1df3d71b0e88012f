import { z } from 'zod'
import { toDate } from './read-date.ts'
import type { Execute } from './statement.ts'

/** How many rows one read looks at. */
export const stretchSize = 2000
/** How many rows one transaction clears, so that webhooks never wait long behind it. */
export const stepSize = 500

export interface PurgeTable {
  /** What a person calls it. */
  readonly what: string
  readonly table: string
  /** The column that numbers its rows. */
  readonly key: string
  readonly set: string
  /** Which rows hold something to purge; `?` is the time before which they are purged. */
  readonly where: string
}

/** Where personal data is kept, and what is left of it: counts, states, times and ids. */
export const purgeTables = (historyKey: string): readonly PurgeTable[] => [
  {
    what: 'payloads',
    table: 'WebhookEvent',
    key: 'id',
    set: `"payload" = '', "theirDid" = null, "theirLabel" = null`,
    where: `"createdAt" < ? and "payload" <> ''`,
  },
  {
    what: 'sessions',
    table: 'ConnectionSession',
    key: 'id',
    set: '"theirDid" = null, "theirLabel" = null, "ipAddress" = null, "userAgent" = null',
    where: `"updatedAt" < ? and ("theirDid" is not null or "theirLabel" is not null or "ipAddress" is not null
      or "userAgent" is not null)`,
  },
  {
    what: 'history labels',
    table: 'SessionHistory',
    key: historyKey,
    set: '"theirLabel" = null',
    where: '"at" < ? and "theirLabel" is not null',
  },
  {
    what: 'audit addresses',
    table: 'AuditEntry',
    key: 'id',
    set: '"address" = null',
    where: '"at" < ? and "address" is not null',
  },
]

/** The highest number in the table. */
export async function lastKey(execute: Execute, { table, key }: PurgeTable): Promise<number> {
  const [row] = await execute(`select max("${key}") as "last" from "${table}"`)
  return Number(row?.last ?? 0)
}

/** How many rows numbered `from` to `to` hold something to purge. */
export async function countStretch(execute: Execute, table: PurgeTable, from: number, to: number, before: Date) {
  const [row] = await execute(
    `select count(*) as "count" from "${table.table}" where "${table.key}" between ? and ? and ${table.where}`,
    [from, to, before],
  )
  return Number(row?.count ?? 0)
}

/** Purges them; answers how many. */
export async function purgeStretch(execute: Execute, table: PurgeTable, from: number, to: number, before: Date) {
  const rows = await execute(
    `update "${table.table}" set ${table.set} where "${table.key}" between ? and ? and ${table.where} returning 1 as "one"`,
    [from, to, before],
  )
  return rows.length
}

/** When the last purge began; where there was none, when the first row was stored; null where there is no row. */
export async function lastPurgeOrFirstRow(read: Execute): Promise<Date | null> {
  const [row] = [
    ...(await read(`select "at" from "AuditEntry" where "action" = 'purged' order by "id" desc limit 1`)),
    ...(await read('select "createdAt" as "at" from "ConnectionSession" order by "id" limit 1')),
    ...(await read('select "createdAt" as "at" from "WebhookEvent" order by "createdAt" limit 1')),
  ]
  return row ? z.object({ at: toDate }).parse(row).at : null
}
