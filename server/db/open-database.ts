import type { Logger } from 'pino'
import type { Database } from './database.ts'
import type { MigrationProgress } from './migrate.ts'
import { defaultPostgresSettings, type PostgresSettings } from './postgres/postgres-settings.ts'

/**
 * Opens `sqlite:PATH`, `sqlite::memory:` or `postgresql://…` and applies pending migrations.
 *
 * @throws DatabaseInUseError, NewerDatabaseError, PostgresRefusedError
 */
export async function openDatabase(
  databaseUrl: string,
  log: Logger,
  postgres: PostgresSettings = defaultPostgresSettings,
  progress: MigrationProgress = logProgress(log),
): Promise<Database> {
  if (databaseUrl.startsWith('sqlite:')) {
    const { openSqlite } = await import('./sqlite/open-sqlite.ts')
    return openSqlite(databaseUrl.slice('sqlite:'.length), log, progress)
  }
  const { openPostgres } = await import('./postgres/open-postgres.ts')
  return openPostgres(databaseUrl, log, postgres, progress)
}

export type OpenDatabase = typeof openDatabase

/** For a server that starts: one line for what it is about to do, and one for each step. */
export function logProgress(log: Logger): MigrationProgress {
  return {
    pending: (migrations, rows) => log.info({ migrations, rows }, 'migrations pending'),
    applied: (migration, durationMs) => log.info({ migration, durationMs }, 'migration applied'),
  }
}
