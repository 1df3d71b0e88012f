import { EntityCaseNamingStrategy } from '@mikro-orm/core'
import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import type { Logger } from 'pino'
import type { Database } from '../database.ts'
import { entities } from '../entities/entities.ts'
import { migrate } from '../migrate.ts'
import { postgresMigrations } from '../migrations/postgres/migrations.ts'
import { createPostgresClaim } from './advisory-claim.ts'
import { createLimiterStore } from './limiter-store.ts'
import { createPostgresChannel } from './notify-channel.ts'
import { createExecute } from './postgres-execute.ts'
import { createPoolKysely } from './postgres-kysely.ts'
import { createReaderPool, createWriterPool, type PostgresSettings } from './postgres-pool.ts'
import { createPostgresSessionQueries } from './postgres-session-queries.ts'
import { createPostgresTransactions } from './postgres-transaction.ts'
import { preparePostgres } from './prepare-postgres.ts'

/** What the MikroORM command line and the migrations both open. */
export function postgresOptions(url: string) {
  return {
    clientUrl: url,
    driverOptions: { connectionString: url }, // so that `?sslmode=…` and the like mean the same everywhere
    entities,
    namingStrategy: EntityCaseNamingStrategy,
    extensions: [Migrator],
    migrations: { migrationsList: postgresMigrations, snapshot: false },
  }
}

/**
 * Opens a PostgreSQL database with every migration applied. Any number of processes may have it open.
 *
 * @throws NewerDatabaseError, PostgresRefusedError
 */
export async function openPostgres(url: string, log: Logger, settings: PostgresSettings): Promise<Database> {
  await preparePostgres(url, settings, log, () => applyPending(url, log))
  const writer = createWriterPool(url, settings, log)
  const reader = createReaderPool(url, settings, log)
  const channel = createPostgresChannel(url, settings, log)
  const read = createExecute(reader)
  return {
    ...createPostgresTransactions(writer),
    query: createPoolKysely(reader),
    sessions: createPostgresSessionQueries(reader),
    read,
    claim: createPostgresClaim(reader),
    shared: { channel, limiterStore: createLimiterStore(writer) },
    erasure: { historyKey: 'session', overwrite: () => undefined, finish: async () => false }, // the database server's own business
    isReady: () =>
      read('select 1').then(
        () => true,
        () => false,
      ),
    close: async () => {
      await Promise.all([channel.close(), writer.end(), reader.end()])
    },
  }
}

async function applyPending(url: string, log: Logger): Promise<void> {
  const orm = await MikroORM.init({ ...postgresOptions(url), logger: (message) => log.debug(message) })
  try {
    await migrate(orm, postgresMigrations, log)
  } finally {
    await orm.close()
  }
}
