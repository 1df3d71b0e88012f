import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import type { Tables } from '../entities/entities.ts'
import { createPreparedDatabase } from './prepared-database.ts'

/** Only reads, and so also beside the server that has the file open. */
export function readSqlite(path: string): { readonly query: Kysely<Tables>; close(): void } {
  const db = new Sqlite(path, { readonly: true, fileMustExist: true })
  return {
    query: new Kysely({ dialect: new SqliteDialect({ database: createPreparedDatabase(db) }) }),
    close: () => void db.close(),
  }
}
