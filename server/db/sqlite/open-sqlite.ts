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
import type { Job } from '../job.ts'
import { type MigrationProgress, migrate, migrationOptions } from '../migrate.ts'
import { tablesToDrop } from '../migrations/tables-to-drop.ts'
import { type SessionViews, toSessionView, type ViewRow } from '../session-views.ts'
import { connectSqlite, smallCacheKibibytes, writerCacheKibibytes } from './connect.ts'
import { lockDatabase } from './database-lock.ts'
import { createSqliteErasure } from './erase-rows.ts'
import { createTurns } from './in-turn.ts'
import { prepareStatement } from './prepared-database.ts'
import { busyWaitMs, whileAvailable } from './sqlite-errors.ts'
import { createSqliteKysely } from './sqlite-kysely.ts'
import { createSqliteReadiness } from './sqlite-readiness.ts'
import { createSqliteTransactions } from './sqlite-transaction.ts'
import { startWriter, type Writer } from './writer.ts'

const inMemory = ':memory:'
/** While one batch is committed the next is on its way: more would only make smaller ones. */
const overlapping = 2

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
 * so that a long read never holds up a webhook; with `startWriter` another that writes, in a thread of its own.
 *
 * @throws DatabaseInUseError, OtherNameError, NewerDatabaseError
 */
export async function openSqlite(path: string, log: Logger, progress: MigrationProgress): Promise<Database> {
  if (path !== inMemory) mkdirSync(dirname(path), { recursive: true })
  const lock = path === inMemory ? undefined : lockDatabase(path, log)
  const { db, query } = connectSqlite(path, writerCacheKibibytes)
  try {
    await applyPending(path, query, log, progress)
  } catch (error) {
    db.close()
    lock?.close()
    throw error
  }
  const reader = path === inMemory ? { db, query } : connectSqlite(path, smallCacheKibibytes)
  if (reader.db !== db) reader.db.pragma('query_only = on')
  for (const connection of [db, reader.db]) connection.pragma('busy_timeout = 0')
  const turns = createTurns()
  const { transaction } = createSqliteTransactions(db, query, turns)
  let writer: Writer | undefined
  const perform = <Input, Output>(job: Job<Input, Output>, input: Input): Promise<Output> => {
    const ready = writer?.isReady ? writer : undefined
    if (!ready) return transaction((tx) => job.run(tx, input))
    const deadlineMs = performance.now() + busyWaitMs
    return turns.together(() => ready.ask(job, input, deadlineMs - performance.now()))
  }
  const readiness = path === inMemory ? undefined : createSqliteReadiness(path, db, perform)
  const doubting = <Result>(answer: Promise<Result>): Promise<Result> =>
    answer.catch((error: unknown) => {
      readiness?.doubt()
      throw error
    })
  return {
    get concurrency() {
      return writer?.isReady ? overlapping : 1
    },
    transaction: (work) => doubting(transaction(work)),
    perform: (job, input) => doubting(perform(job, input)),
    startWriter: (script) => {
      if (path === inMemory || writer) return
      writer = startWriter(script, path, log)
      db.pragma(`cache_size = -${smallCacheKibibytes}`)
    },
    query: reader.query,
    views: createViews(reader.db, reader.query),
    claim: createLocalClaim(),
    shared: undefined,
    erasure: createSqliteErasure(db, turns),
    settled: async () => undefined, // one at a time
    isReady: async () => readiness?.isReady() ?? db.open,
    close: async () => {
      await turns.alone(async () => writer?.close())
      if (reader.db !== db) reader.db.close()
      db.close()
      lock?.close()
    },
  }
}

/** Only reads, and so also beside the server that has the file open. */
export function readSqlite(path: string): { readonly query: Kysely<Tables>; close(): void } {
  const db = new Sqlite(path, { readonly: true, fileMustExist: true })
  return { query: createSqliteKysely(db), close: () => void db.close() }
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
