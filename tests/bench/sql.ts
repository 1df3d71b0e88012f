import Database from 'better-sqlite3'
import { Client } from 'pg'

/** A database that is filled with SQL; the few words that the two kinds have of their own. */
export interface Sql {
  run(statement: string): Promise<void>
  /** The number that a query answers. */
  number(query: string): Promise<number>
  /** What stands before a query of `n(i)`, which has every number of the range. */
  numbers(first: number, count: number): string
  /** A moment, of an expression in milliseconds since 1970. */
  moment(expression: string): string
  /** The minute since 1970 of a moment. */
  minute(column: string): string
  /** Twelve hex digits of a number. */
  hex(expression: string): string
  readonly yes: string
  readonly no: string
  /** Tells the database to look at what it holds now. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** Opens a database whose tables are there. */
export async function openSql(databaseUrl: string): Promise<Sql> {
  return databaseUrl.startsWith('sqlite:') ? openFile(databaseUrl.slice('sqlite:'.length)) : openServer(databaseUrl)
}

function openFile(path: string): Sql {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = OFF')
  db.pragma('cache_size = -262144')
  return {
    run: async (statement) => void db.exec(statement),
    number: async (query) => Number(db.prepare(query).pluck().get()),
    numbers: (first, count) =>
      `with recursive n(i) as (select ${first} where ${count} > 0 union all select i + 1 from n where i < ${first + count - 1})`,
    moment: (expression) => `cast(${expression} as integer)`,
    minute: (column) => `${column} / 60000`,
    hex: (expression) => `printf('%012x', ${expression})`,
    ...{ yes: '1', no: '0' },
    settle: async () => void db.pragma('wal_checkpoint(TRUNCATE)'),
    close: async () => void db.close(),
  }
}

async function openServer(url: string): Promise<Sql> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined) // whoever waits for an answer is told
  await client.connect()
  await client.query("set timezone = 'UTC'; set synchronous_commit = off; set maintenance_work_mem = '256MB'")
  return {
    run: async (statement) => void (await client.query(statement)),
    async number(query) {
      const { rows } = await client.query({ text: query, rowMode: 'array' })
      return Number(rows[0]?.[0])
    },
    numbers: (first, count) => `with n(i) as (select * from generate_series(${first}, ${first + count - 1}))`,
    moment: (expression) => `to_timestamp((${expression}) / 1000.0)`,
    minute: (column) => `floor(extract(epoch from ${column}) / 60)::int`,
    hex: (expression) => `lpad(to_hex(${expression}), 12, '0')`,
    ...{ yes: 'true', no: 'false' },
    settle: async () => void (await client.query('vacuum analyze')),
    close: () => client.end(),
  }
}
