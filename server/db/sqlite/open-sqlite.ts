import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EntityCaseNamingStrategy } from '@mikro-orm/core'
import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/sqlite'
import Sqlite from 'better-sqlite3'
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import { createLocalClaim } from '../claim.ts'
import type { Database } from '../database.ts'
import { entities, type Tables } from '../entities/entities.ts'
import { watcherStatements } from '../hot-statements.ts'
import { type MigrationProgress, migrate, migrationOptions } from '../migrate.ts'
import { tablesToDrop } from '../migrations/tables-to-drop.ts'
import { type SessionViews, toSessionView, type ViewRow } from '../session-views.ts'
import { lockDatabase } from './database-lock.ts'
import { createSqliteErasure } from './erase-rows.ts'
import { prepareStatement } from './prepared-database.ts'
import { whileAvailable } from './sqlite-errors.ts'
import { createSqliteKysely } from './sqlite-kysely.ts'
import { createSqliteReadiness } from './sqlite-readiness.ts'
import { createSqliteTransactions } from './sqlite-transaction.ts'

const inMemory = ':memory:'
/** At the start, when nobody waits for this process yet. Afterwards SQLite itself never waits, since everything would wait with it. */
const openingTimeoutMs = 500

/** Of the connection that writes: room for the upper levels of every index at a million events. */
const cacheKibibytes = 64 * 1024
/** Of the one that only reads. Each commit of the other empties it (in WAL mode a connection keeps no page across another's commit). */
const readerCacheKibibytes = 8 * 1024
/** Fewer, larger checkpoints: each one flushes the whole file while webhooks wait. */
const checkpointPages = 8000

const migrations = join(import.meta.dirname, '../migrations/sqlite')

/** What the MikroORM command line and the server both open. */
export function sqliteOptions(path: string) {
  return {
    dbName: path,
    entities,
    namingStrategy: EntityCaseNamingStrategy,
    extensions: [Migrator],
    migrations: migrationOptions(migrations),
    schemaGenerator: { skipTables: tablesToDrop },
  }
}

/**
 * Opens a SQLite file, or `:memory:`, with every migration applied: one connection that writes, one that only reads,
 * so that a long read never holds up a webhook.
 *
 * @throws DatabaseInUseError, OtherNameError, NewerDatabaseError
 */
export async function openSqlite(path: string, log: Logger, progress: MigrationProgress): Promise<Database> {
  if (path !== inMemory) mkdirSync(dirname(path), { recursive: true })
  const lock = path === inMemory ? undefined : lockDatabase(path, log)
  const writer = connect(path, cacheKibibytes)
  try {
    await applyPending(path, writer.query, log, progress)
  } catch (error) {
    writer.db.close()
    lock?.close()
    throw error
  }
  const reader = path === inMemory ? writer : connect(path, readerCacheKibibytes)
  if (reader !== writer) reader.db.pragma('query_only = on')
  for (const { db } of [writer, reader]) db.pragma('busy_timeout = 0')
  const transactions = createSqliteTransactions(writer.db, writer.query)
  const readiness = path === inMemory ? undefined : createSqliteReadiness(path, writer.db, transactions)
  return {
    concurrency: transactions.concurrency,
    transaction: (work) =>
      transactions.transaction(work).catch((error: unknown) => {
        readiness?.doubt()
        throw error
      }),
    query: reader.query,
    views: createViews(reader.db, reader.query),
    claim: createLocalClaim(),
    shared: undefined,
    erasure: createSqliteErasure(writer.db),
    settled: async () => undefined, // one at a time
    isReady: async () => readiness?.isReady() ?? writer.db.open,
    close: async () => {
      if (reader !== writer) reader.db.close()
      writer.db.close()
      lock?.close()
    },
  }
}

/** Only reads, and so also beside the server that has the file open. */
export function readSqlite(path: string): { readonly query: Kysely<Tables>; close(): void } {
  const db = new Sqlite(path, { readonly: true, fileMustExist: true })
  return { query: createSqliteKysely(db), close: () => void db.close() }
}

function connect(path: string, cache: number): { readonly db: Sqlite.Database; readonly query: Kysely<Tables> } {
  const db = new Sqlite(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL') // after WAL, which quietly lowers it to NORMAL: an answered webhook would not survive a power cut
  db.pragma(`busy_timeout = ${openingTimeoutMs}`)
  db.pragma('foreign_keys = on')
  db.pragma('secure_delete = on') // what is purged must not stay readable in the file
  db.pragma(`cache_size = -${cache}`)
  db.pragma(`wal_autocheckpoint = ${checkpointPages}`)
  return { db, query: createSqliteKysely(db) }
}

async function applyPending(path: string, client: Kysely<Tables>, log: Logger, progress: MigrationProgress) {
  const orm = await MikroORM.init({ ...sqliteOptions(path), driverOptions: client, logger: (line) => log.debug(line) })
  await migrate(orm, migrations, progress)
}

/** With the ORM these took most of the time between a webhook and the page. */
function createViews(db: Sqlite.Database, query: Kysely<Tables>): SessionViews {
  const statements = watcherStatements(query)
  const view = prepareStatement<ViewRow>(db, statements.view.text)
  const versionsAfter = prepareStatement<ViewRow>(db, statements.versionsAfter.text)
  return {
    view: async (sessionId) => {
      const [found] = await whileAvailable(db, () => view.all([sessionId]))
      return found ? toSessionView(found) : null
    },
    versionsAfter: async (sessionId, version) =>
      (await whileAvailable(db, () => versionsAfter.all([sessionId, version]))).map(toSessionView),
  }
}
