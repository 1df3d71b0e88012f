import type { Logger } from 'pino'
import { openPostgres } from './open-postgres.ts'
import { openSqlite } from './open-sqlite.ts'
import type { Store } from './store.ts'

/** Opens `sqlite:PATH`, `sqlite::memory:` or `postgresql://…` and applies pending migrations. @throws StoreInUseError, NewerDatabaseError */
export function openStore(databaseUrl: string, log: Logger): Promise<Store> {
  return databaseUrl.startsWith('sqlite:')
    ? openSqlite(databaseUrl.slice('sqlite:'.length), log)
    : openPostgres(databaseUrl, log)
}
