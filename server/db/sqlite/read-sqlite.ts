import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import type { Tables } from '../entities/entities.ts'
import { type Execute, toExecute } from '../statement.ts'
import { createPreparedDatabase } from './prepared-database.ts'

/** Only reads, and so also beside the server that has the file open. */
export function readSqlite(path: string): { readonly query: Kysely<Tables>; readonly read: Execute; close(): void } {
  const db = new Sqlite(path, { readonly: true, fileMustExist: true })
  const query = new Kysely<Tables>({ dialect: new SqliteDialect({ database: createPreparedDatabase(db) }) })
  return { query, read: toExecute(query, false), close: () => void db.close() }
}
