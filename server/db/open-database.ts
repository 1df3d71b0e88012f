import type { Logger } from 'pino'
import { withCounters } from './counters.ts'
import type { Database } from './database.ts'
import { openPostgres } from './postgres/open-postgres.ts'
import { defaultPostgresSettings, type PostgresSettings } from './postgres/postgres-pool.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'

/**
 * Opens `sqlite:PATH`, `sqlite::memory:` or `postgresql://…` and applies pending migrations.
 *
 * @throws DatabaseInUseError, NewerDatabaseError, PostgresRefusedError
 */
export async function openDatabase(
  databaseUrl: string,
  log: Logger,
  postgres: PostgresSettings = defaultPostgresSettings,
): Promise<Database> {
  const db = databaseUrl.startsWith('sqlite:')
    ? await openSqlite(databaseUrl.slice('sqlite:'.length), log)
    : await openPostgres(databaseUrl, log, postgres)
  return withCounters(db)
}

export type OpenDatabase = typeof openDatabase
