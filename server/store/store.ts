import type { Logger } from 'pino'
import type { Ledger } from './ledger.ts'
import { openPostgres } from './open-postgres.ts'
import { openSqlite } from './open-sqlite.ts'
import type { SessionQueries } from './session-queries.ts'

/** The database, open and migrated. */
export interface Store {
  readonly ledger: Ledger
  readonly sessions: SessionQueries
  /** Whether the database answers. */
  isReady(): Promise<boolean>
  close(): Promise<void>
}

/** Opens `sqlite:PATH`, `sqlite::memory:` or `postgresql://…` and applies pending migrations. @throws StoreInUseError, NewerDatabaseError */
export function openStore(databaseUrl: string, log: Logger): Promise<Store> {
  return databaseUrl.startsWith('sqlite:')
    ? openSqlite(databaseUrl.slice('sqlite:'.length), log)
    : openPostgres(databaseUrl, log)
}
