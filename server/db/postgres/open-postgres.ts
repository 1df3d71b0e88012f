import { join } from 'node:path'
import { EntityCaseNamingStrategy } from '@mikro-orm/core'
import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import type { Kysely } from 'kysely'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Database } from '../database.ts'
import { entities, type Tables } from '../entities/entities.ts'
import { type ColumnTypes, setStatements, watcherStatements } from '../hot-statements.ts'
import { type MigrationProgress, migrate, migrationOptions } from '../migrate.ts'
import { tablesToDrop } from '../migrations/tables-to-drop.ts'
import { createReadiness } from '../readiness.ts'
import { type SessionViews, toSessionView, type ViewRow } from '../session-views.ts'
import { createPostgresClaim } from './advisory-claim.ts'
import { awaitEarlier } from './await-earlier.ts'
import { createLimiterStore } from './limiter-store.ts'
import { createPostgresChannel } from './notify-channel.ts'
import { whileAvailable } from './postgres-errors.ts'
import { createPoolKysely } from './postgres-kysely.ts'
import { createReaderPool, createWriterPool } from './postgres-pool.ts'
import type { PostgresSettings } from './postgres-settings.ts'
import { createPostgresTransactions } from './postgres-transaction.ts'
import { preparePostgres } from './prepare-postgres.ts'

const migrations = join(import.meta.dirname, '../migrations/postgres')

/** A write that nothing is lost by, and that is dropped with the windows that are over. */
const probe =
  'insert into "RateLimit" ("key", "points", "expire") values (\'readiness\', 0, 0) on conflict ("key") do update set "points" = 0'

/** What the MikroORM command line and the migrations both open. */
export function postgresOptions(url: string) {
  return {
    clientUrl: url,
    driverOptions: { connectionString: url }, // so that `?sslmode=…` and the like mean the same everywhere
    entities,
    namingStrategy: EntityCaseNamingStrategy,
    extensions: [Migrator],
    migrations: migrationOptions(migrations),
    schemaGenerator: { skipTables: tablesToDrop },
  }
}

/**
 * Opens a PostgreSQL database with every migration applied. Any number of processes may have it open.
 *
 * @throws NewerDatabaseError, PostgresRefusedError
 */
export async function openPostgres(
  url: string,
  log: Logger,
  settings: PostgresSettings,
  progress: MigrationProgress,
): Promise<Database> {
  const types = await preparePostgres(url, settings, log, () => applyPending(url, log, progress))
  const writer = createWriterPool(url, settings, log)
  const reader = createReaderPool(url, settings, log)
  const channel = createPostgresChannel(url, settings, log)
  const query = createPoolKysely(reader)
  const writable = createReadiness(() => writer.query(probe))
  return {
    ...createPostgresTransactions(writer, setStatements(query, types)),
    startWriter: () => undefined, // the database server has threads enough
    query,
    views: createViews(reader, query),
    claim: createPostgresClaim(reader),
    shared: { channel, limiterStore: createLimiterStore(writer) },
    erasure: { historyKey: 'session', overwrite: () => undefined, finish: async () => false }, // the database server's own business
    settled: () => awaitEarlier(reader),
    isReady: async () => {
      const reads = await reader.query('select 1').then(
        () => true,
        () => false,
      )
      return reads && writable.isReady()
    },
    close: async () => {
      await Promise.all([channel.close(), writer.end(), reader.end()])
    },
  }
}

/** The reads of streams, each planned once per connection. */
function createViews(pool: Pool, query: Kysely<Tables>): SessionViews {
  const statements = watcherStatements(query)
  const read = (name: keyof typeof statements, values: unknown[]) =>
    whileAvailable(async () => (await pool.query<ViewRow>({ name, text: statements[name].text, values })).rows)
  return {
    view: async (sessionId) => {
      const [found] = await read('view', [sessionId])
      return found ? toSessionView(found) : null
    },
    versionsAfter: async (sessionId, version) => (await read('versionsAfter', [sessionId, version])).map(toSessionView),
  }
}

/** Answers the columns' types. */
async function applyPending(url: string, log: Logger, progress: MigrationProgress): Promise<ColumnTypes> {
  const orm = await MikroORM.init({ ...postgresOptions(url), logger: (message) => log.debug(message) })
  try {
    await migrate(orm, migrations, progress)
    return columnTypes(orm)
  } finally {
    await orm.close()
  }
}

function columnTypes(orm: MikroORM): ColumnTypes {
  const typesOf = (entity: string) =>
    Object.fromEntries(
      orm
        .getMetadata()
        .getByClassName(entity)
        .props.map(({ name, columnTypes: [type = 'text'] }) => [String(name), type]),
    )
  return {
    ConnectionSession: typesOf('ConnectionSession'),
    PlatformCommand: typesOf('PlatformCommand'),
    SessionHistory: typesOf('SessionHistory'),
    WebhookCount: typesOf('WebhookCount'),
    WebhookEvent: typesOf('WebhookEvent'),
  }
}
