import { Pool } from 'pg'
import { createPoolKysely } from '../../server/db/postgres/postgres-kysely.ts'
import { readSqlite } from '../../server/db/sqlite/read-sqlite.ts'
import { type Execute, toExecute } from '../../server/db/statement.ts'

interface Reader {
  readonly read: Execute
  close(): Promise<void>
}

/** Reads a test's database beside the server that uses it. */
export async function openReader(databaseUrl: string): Promise<Reader> {
  if (databaseUrl.startsWith('sqlite:')) {
    const { read, close } = readSqlite(databaseUrl.slice('sqlite:'.length))
    return { read, close: async () => close() }
  }
  const pool = new Pool({ connectionString: databaseUrl, max: 1 })
  return { read: toExecute(createPoolKysely(pool), true), close: () => pool.end() }
}
