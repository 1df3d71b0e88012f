import Sqlite from 'better-sqlite3'
import type { Execute } from '../statement.ts'
import { createExecute } from './sqlite-execute.ts'

/** Only reads, and so also beside the server that has the file open. */
export function readSqlite(path: string): { readonly read: Execute; close(): void } {
  const db = new Sqlite(path, { readonly: true, fileMustExist: true })
  return { read: createExecute(db), close: () => db.close() }
}
