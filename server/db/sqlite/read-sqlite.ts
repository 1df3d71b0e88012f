import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import type { Tables } from '../entities/entities.ts'
import type { Execute } from '../statement.ts'
import { createPreparedDatabase } from './prepared-database.ts'
import { createExecute } from './sqlite-execute.ts'

interface SqliteReader {
  readonly query: Kysely<Tables>
  readonly read: Execute
  close(): void
}

/** Only reads, and so also beside the server that has the file open. */
export function readSqlite(path: string): SqliteReader {
  const db = new Sqlite(path, { readonly: true, fileMustExist: true })
  const query = new Kysely<Tables>({ dialect: new SqliteDialect({ database: createPreparedDatabase(db) }) })
  return { query, read: createExecute(db), close: () => db.close() }
}
