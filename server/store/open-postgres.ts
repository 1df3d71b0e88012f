import { EntityCaseNamingStrategy } from '@mikro-orm/core'
import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import type { Logger } from 'pino'
import { entities } from './entities/entities.ts'
import { migrate } from './migrate.ts'
import { postgresMigrations } from './migrations/postgres/migrations.ts'
import { createPostgresLedger } from './postgres-ledger.ts'
import { createSessionQueries } from './session-queries.ts'
import type { Store } from './store.ts'

/** What the MikroORM command line and the server both open. */
export function postgresOptions(url: string) {
  return {
    clientUrl: url,
    entities,
    namingStrategy: EntityCaseNamingStrategy,
    extensions: [Migrator],
    migrations: { migrationsList: postgresMigrations, snapshot: false },
  }
}

/** Opens a PostgreSQL database with every migration applied. @throws NewerDatabaseError */
export async function openPostgres(url: string, log: Logger): Promise<Store> {
  const orm = await MikroORM.init({ ...postgresOptions(url), logger: (message) => log.debug(message) })
  try {
    await migrate(orm, postgresMigrations, log)
  } catch (error) {
    await orm.close()
    throw error
  }
  return {
    ledger: createPostgresLedger(orm.em),
    sessions: createSessionQueries(() => orm.em.fork()),
    isReady: () => orm.isConnected(),
    close: () => orm.close(),
  }
}
