import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EntityCaseNamingStrategy } from '@mikro-orm/core'
import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/sqlite'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import type { Logger } from 'pino'
import { createLocalClaim } from '../claim.ts'
import type { Database } from '../database.ts'
import { entities, type Tables } from '../entities/entities.ts'
import { watcherStatements } from '../hot-statements.ts'
import { type MigrationProgress, migrate, migrationOptions } from '../migrate.ts'
import { tablesToDrop } from '../migrations/tables-to-drop.ts'
import { type SessionViews, toSessionView, type ViewRow } from '../session-views.ts'
import { createSqliteErasure } from './erase-rows.ts'
import { createPreparedDatabase, prepareStatement } from './prepared-database.ts'
import { createSqliteTransactions } from './sqlite-transaction.ts'

const inMemory = ':memory:'
/** Waiting for another program's lock holds up every request, so: short, then 503, and the sender tries again. */
const busyTimeoutMs = 500

/** Room for the upper levels of every index at a million events. */
const cacheKibibytes = 64 * 1024
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

/** Another process has the file open. */
export class DatabaseInUseError extends Error {
  constructor(path: string) {
    super(`Another process is using the database ${path}. Stop it first; SQLite serves one server at a time.`)
    this.name = 'DatabaseInUseError'
  }
}

/**
 * Opens a SQLite file, or `:memory:`, with every migration applied: one connection that writes, one that only reads,
 * so that a long read never holds up a webhook.
 *
 * @throws DatabaseInUseError, NewerDatabaseError
 */
export async function openSqlite(path: string, log: Logger, progress: MigrationProgress): Promise<Database> {
  if (path !== inMemory) mkdirSync(dirname(path), { recursive: true })
  const lock = path === inMemory ? undefined : lockFile(path)
  const writer = connect(path)
  try {
    await applyPending(path, writer.query, log, progress)
  } catch (error) {
    writer.db.close()
    lock?.close()
    throw error
  }
  const reader = path === inMemory ? writer : connect(path)
  if (reader !== writer) reader.db.pragma('query_only = on')
  return {
    ...createSqliteTransactions(writer.db, writer.query),
    query: reader.query,
    views: createViews(reader.db, reader.query),
    claim: createLocalClaim(),
    shared: undefined,
    erasure: createSqliteErasure(writer.db),
    isReady: async () => isReadable(writer.db) && isReadable(reader.db),
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
  return { query: createQuery(db), close: () => void db.close() }
}

function createQuery(db: Sqlite.Database): Kysely<Tables> {
  return new Kysely({ dialect: new SqliteDialect({ database: createPreparedDatabase(db) }) })
}

function connect(path: string): { readonly db: Sqlite.Database; readonly query: Kysely<Tables> } {
  const db = new Sqlite(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL') // after WAL, which quietly lowers it to NORMAL: an answered webhook would not survive a power cut
  db.pragma(`busy_timeout = ${busyTimeoutMs}`)
  db.pragma('foreign_keys = on')
  db.pragma('secure_delete = on') // what is purged must not stay readable in the file
  db.pragma(`cache_size = -${cacheKibibytes}`)
  db.pragma(`wal_autocheckpoint = ${checkpointPages}`)
  return { db, query: createQuery(db) }
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
      const [found] = view.all([sessionId])
      return found ? toSessionView(found) : null
    },
    versionsAfter: async (sessionId, version) => versionsAfter.all([sessionId, version]).map(toSessionView),
  }
}

function isReadable(db: Sqlite.Database): boolean {
  try {
    return db.open && db.prepare('select 1').all().length === 1
  } catch {
    return false
  }
}

/** Held by the operating system for this process: it goes with the process, however that dies. */
function lockFile(path: string): Sqlite.Database {
  const lock = new Sqlite(`${path}.lock`, { timeout: 0 })
  try {
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('begin exclusive')
    return lock
  } catch {
    lock.close()
    throw new DatabaseInUseError(path)
  }
}
