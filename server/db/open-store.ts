import type { Logger } from 'pino'
import { withBookkeeping } from './counters.ts'
import { openPostgres } from './postgres/open-postgres.ts'
import { defaultPostgresSettings, type PostgresSettings } from './postgres/postgres-pool.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'
import type { Store } from './store.ts'

/**
 * Opens `sqlite:PATH`, `sqlite::memory:` or `postgresql://…` and applies pending migrations.
 *
 * @throws StoreInUseError, NewerDatabaseError, PostgresRefusedError
 */
export async function openStore(
  databaseUrl: string,
  log: Logger,
  postgres: PostgresSettings = defaultPostgresSettings,
): Promise<Store> {
  const store = databaseUrl.startsWith('sqlite:')
    ? await openSqlite(databaseUrl.slice('sqlite:'.length), log)
    : await openPostgres(databaseUrl, log, postgres)
  return { ...store, ledger: withBookkeeping(store.ledger) }
}

export type OpenStore = typeof openStore
