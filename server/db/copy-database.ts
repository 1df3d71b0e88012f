import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { Client, type QueryResultRow } from 'pg'
import type { Logger } from 'pino'
import { tablesToDrop } from './migrations/tables-to-drop.ts'
import { openDatabase } from './open-database.ts'

/** The databases cannot be copied as they are; nothing has been changed. */
export class CopyRefusedError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CopyRefusedError'
  }
}

/** A table as it is after the copy: as many rows on both sides, and the same rows. */
export interface CopiedTable {
  readonly table: string
  readonly rows: number
  readonly checksum: string
}

/** What a process counts for itself over the last minute is worth nothing to another. */
const notCopied = ['mikro_orm_migrations', 'RateLimit', ...tablesToDrop]
const rowsPerStatement = 500

type Value = string | number | boolean | null
type Convert = (raw: unknown) => Value

/**
 * Copies everything from a SQLite file into an empty PostgreSQL database, brings both to this version's tables first, and
 * compares every table row by row before it commits: all of it is there afterwards, or nothing. The source is not
 * changed beyond its migrations, and stays locked meanwhile, so that no webhook can arrive in it unseen.
 *
 * @throws CopyRefusedError, DatabaseInUseError, NewerDatabaseError, PostgresRefusedError
 */
export async function copyDatabase(from: string, to: string, log: Logger): Promise<CopiedTable[]> {
  if (!from.startsWith('sqlite:') || from === 'sqlite::memory:')
    throw new CopyRefusedError('--from must be sqlite:PATH')
  if (!/^postgres(ql)?:\/\//.test(to)) throw new CopyRefusedError('--to must be postgresql://…')
  const path = from.slice('sqlite:'.length)
  if (!existsSync(path)) throw new CopyRefusedError(`There is no database file ${path}.`)
  const source = await openDatabase(from, log) // refuses a file that a server is using
  const db = new Sqlite(path, { readonly: true })
  const client = new Client({ connectionString: to })
  try {
    await (await openDatabase(to, log)).close()
    await client.connect()
    await client.query('begin')
    const copied = await copyTables(db, client)
    await client.query('commit')
    return copied
  } finally {
    await client.end()
    db.close()
    await source.close()
  }
}

async function copyTables(db: Sqlite.Database, client: Client): Promise<CopiedTable[]> {
  const tables = await tableNames(client)
  const list = tables.map((table) => `"${table}"`).join(', ')
  await client.query(`lock table ${list} in exclusive mode`) // a server that starts now waits, and starts on everything
  for (const table of tables) {
    const { rowCount } = await client.query(`select 1 from "${table}" limit 1`)
    if (rowCount) throw new CopyRefusedError(`The database to copy to is not empty: "${table}" has rows.`)
  }
  const copied: CopiedTable[] = []
  for (const table of tables) copied.push(await copyTable(db, client, table))
  return copied
}

async function copyTable(db: Sqlite.Database, client: Client, table: string): Promise<CopiedTable> {
  const columns = await columnsOf(client, table)
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  const sent = createChecksum()
  let waiting: Record<string, Value>[] = []
  const insert = async () => {
    if (waiting.length === 0) return
    const json = JSON.stringify(waiting)
    waiting = []
    await client.query(
      `insert into "${table}" (${names}) select ${names} from json_populate_recordset(null::"${table}", $1)`,
      [json],
    )
  }
  for (const raw of db.prepare<[], Record<string, unknown>>(`select ${names} from "${table}"`).iterate()) {
    const row: Record<string, Value> = {}
    for (const { name, convert } of columns) row[name] = convert(raw[name])
    sent.add(columns.map(({ name }) => row[name]))
    if (waiting.push(row) === rowsPerStatement) await insert()
  }
  await insert()
  const stored = await checksumOf(client, table, names, columns)
  if (sent.count() !== stored.count() || sent.digest() !== stored.digest()) {
    throw new CopyRefusedError(`"${table}" did not arrive as it was sent; nothing has been copied.`)
  }
  await continueNumbers(db, client, table)
  return { table, rows: stored.count(), checksum: stored.digest() }
}

/** Reads back what is in the table now. */
async function checksumOf(client: Client, table: string, names: string, columns: readonly Column[]) {
  const checksum = createChecksum()
  await client.query(`declare stored no scroll cursor for select ${names} from "${table}"`)
  for (;;) {
    const { rows } = await client.query<QueryResultRow>(`fetch ${rowsPerStatement} from stored`)
    if (rows.length === 0) break
    for (const row of rows) checksum.add(columns.map(({ name }) => toValue(row[name])))
  }
  await client.query('close stored')
  return checksum
}

/** A number that was once given out is not given out again, even where its row has gone. */
async function continueNumbers(db: Sqlite.Database, client: Client, table: string): Promise<void> {
  const last = db.prepare<[string], number>('select "seq" from "sqlite_sequence" where "name" = ?').pluck().get(table)
  if (last === undefined || last === 0) return
  await client.query(`select setval(pg_get_serial_sequence($1, 'id'), $2)`, [`"${table}"`, last])
}

async function tableNames(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select table_name as "name" from information_schema.tables
     where table_schema = current_schema() and table_type = 'BASE TABLE' and not (table_name = any($1)) order by 1`,
    [notCopied],
  )
  return rows.map(({ name }) => name)
}

interface Column {
  readonly name: string
  /** SQLite keeps times as milliseconds and truth as 0 or 1. */
  readonly convert: Convert
}

async function columnsOf(client: Client, table: string): Promise<Column[]> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select column_name as "name", data_type as "type" from information_schema.columns
     where table_schema = current_schema() and table_name = $1 order by ordinal_position`,
    [table],
  )
  return rows.map(({ name, type }) => ({ name, convert: converters[type] ?? toValue }))
}

const converters: Readonly<Record<string, Convert>> = {
  'timestamp with time zone': (raw) => toValue(typeof raw === 'number' ? new Date(raw) : raw),
  boolean: (raw) => (typeof raw === 'number' ? raw !== 0 : toValue(raw)),
}

function toValue(value: unknown): Value {
  if (value instanceof Date) return value.toISOString()
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  throw new CopyRefusedError(`A column holds a ${typeof value}, which is not copied.`)
}

/** A checksum of a set of rows, whatever their order: 64 bits of each row's SHA-256, added up. */
function createChecksum() {
  let count = 0
  let sum = 0n
  return {
    add(row: readonly unknown[]): void {
      count++
      sum = BigInt.asUintN(64, sum + createHash('sha256').update(JSON.stringify(row)).digest().readBigUInt64BE())
    },
    count: () => count,
    digest: () => sum.toString(16).padStart(16, '0'),
  }
}
