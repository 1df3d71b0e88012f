import { Pool } from 'pg'
import { createPoolKysely } from '../../server/db/postgres/postgres-kysely.ts'
import { readSqlite } from '../../server/db/sqlite/open-sqlite.ts'
import { type Execute, execute } from './execute.ts'

interface Reader {
  readonly read: Execute
  close(): Promise<void>
}

/** Reads a test's database beside the server that uses it. */
export async function openReader(databaseUrl: string): Promise<Reader> {
  if (databaseUrl.startsWith('sqlite:')) {
    const db = readSqlite(databaseUrl.slice('sqlite:'.length))
    return { read: (text, parameters) => execute(db, text, parameters), close: async () => db.close() }
  }
  const pool = new Pool({ connectionString: databaseUrl, max: 1 })
  const query = createPoolKysely(pool)
  return { read: (text, parameters) => execute({ query }, text, parameters), close: () => pool.end() }
}
