import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import { createLocalClaim } from '../claim.ts'
import type { Database } from '../database.ts'
import type { Tables } from '../entities/entities.ts'
import { watcherStatements } from '../hot-statements.ts'
import type { Job } from '../job.ts'
import type { MigrationProgress } from '../migrate.ts'
import { namesIn, sqliteMigrations } from '../migration-names.ts'
import { type SessionViews, toSessionView, type ViewRow } from '../session-views.ts'
import { type Checkpointer, startCheckpointer } from './checkpointer.ts'
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

/**
 * Opens a SQLite file, or `:memory:`, with every migration applied: one connection that writes, one that only reads,
 * so that a long read never holds up a webhook; with `startWriter` another that writes, in a thread of its own.
 *
 * @throws DatabaseInUseError, OtherNameError, NewerDatabaseError
 */
export async function openSqlite(path: string, log: Logger, progress: MigrationProgress): Promise<Database> {
  if (path !== inMemory) mkdirSync(dirname(path), { recursive: true })
  const lock = path === inMemory ? undefined : lockDatabase(path, log)
  const db = connectSqlite(path, writerCacheKibibytes)
  const query = createSqliteKysely(db)
  try {
    if (!isUpToDate(db)) await applyPending(path, query, log, progress)
  } catch (error) {
    db.close()
    lock?.close()
    throw error
  }
  const reader = path === inMemory ? db : connectSqlite(path, smallCacheKibibytes)
  const readerQuery = reader === db ? query : createSqliteKysely(reader)
  if (reader !== db) reader.pragma('query_only = on')
  for (const each of [db, reader]) each.pragma('busy_timeout = 0')
  const turns = createTurns()
  const { transaction } = createSqliteTransactions(db, query, turns)
  let writer: Writer | undefined
  let checkpointer: Checkpointer | undefined
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
      checkpointer = startCheckpointer(path, log)
      db.pragma(`cache_size = -${smallCacheKibibytes}`)
    },
    query: readerQuery,
    views: createViews(reader, readerQuery),
    claim: createLocalClaim(),
    shared: undefined,
    erasure: createSqliteErasure(db, turns),
    settled: async () => undefined, // one at a time
    isReady: async () => readiness?.isReady() ?? db.open,
    close: async () => {
      await turns.alone(async () => Promise.all([writer?.close(), checkpointer?.close()]))
      if (reader !== db) reader.close()
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

/** The ORM is loaded only where there is something to do: it takes as long as all else that a start does. */
async function applyPending(path: string, query: Kysely<Tables>, log: Logger, progress: MigrationProgress) {
  const { migrateSqlite } = await import('./migrate-sqlite.ts')
  await migrateSqlite(path, query, log, progress)
}

/** Whether every migration has been applied that there is here, and no other. */
function isUpToDate(db: Sqlite.Database): boolean {
  const table = db.prepare("select 1 from sqlite_master where type = 'table' and name = 'mikro_orm_migrations'").get()
  if (!table) return false
  const applied = db.prepare<[], string>('select "name" from "mikro_orm_migrations" order by "name"').pluck().all()
  return applied.join() === namesIn(sqliteMigrations).join()
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
