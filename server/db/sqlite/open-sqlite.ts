import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { EntityCaseNamingStrategy } from '@mikro-orm/core'
import { Migrator } from '@mikro-orm/migrations'
import { MikroORM, type SqliteConnection } from '@mikro-orm/sqlite'
import Database from 'better-sqlite3'
import type { Logger } from 'pino'
import { createLocalClaim } from '../claim.ts'
import { entities } from '../entities/entities.ts'
import { migrate } from '../migrate.ts'
import { sqliteMigrations } from '../migrations/sqlite/migrations.ts'
import { createSessionQueries } from '../session-queries.ts'
import type { Store } from '../store.ts'
import { createSqliteErasure } from './sqlite-erasure.ts'
import { createExecute } from './sqlite-execute.ts'
import { createSqliteLedger } from './sqlite-ledger.ts'
import { withPreparedReads } from './sqlite-session-queries.ts'

const inMemory = ':memory:'
/** Waiting for another program's lock holds up every request, so: short, then 503, and the sender tries again. */
const busyTimeoutMs = 500

/** Room for the upper levels of every index at a million events. */
const cacheKibibytes = 64 * 1024
/** Fewer, larger checkpoints: each one flushes the whole file while webhooks wait. */
const checkpointPages = 8000

/** What the MikroORM command line and the server both open. */
export function sqliteOptions(path: string) {
  return {
    dbName: path,
    entities,
    namingStrategy: EntityCaseNamingStrategy,
    extensions: [Migrator],
    migrations: { migrationsList: sqliteMigrations, snapshot: false },
  }
}

/** Another process has the file open. */
export class StoreInUseError extends Error {
  constructor(path: string) {
    super(`Another process is using the database ${path}. Stop it first; SQLite serves one server at a time.`)
    this.name = 'StoreInUseError'
  }
}

/**
 * Opens a SQLite file, or `:memory:`, with every migration applied: one connection that writes, one that only reads,
 * so that a long read never holds up a webhook.
 *
 * @throws StoreInUseError, NewerDatabaseError
 */
export async function openSqlite(path: string, log: Logger): Promise<Store> {
  if (path !== inMemory) mkdirSync(dirname(path), { recursive: true })
  const lock = path === inMemory ? undefined : lockFile(path)
  const writer = await connect(path, log)
  try {
    await migrate(writer, sqliteMigrations, log)
  } catch (error) {
    await writer.close()
    lock?.close()
    throw error
  }
  const reader = path === inMemory ? writer : await connect(path, log)
  const db = await nativeClient(writer)
  const readDb = await nativeClient(reader)
  if (reader !== writer) readDb.pragma('query_only = on')
  return {
    ledger: createSqliteLedger(db),
    sessions: withPreparedReads(
      readDb,
      createSessionQueries(() => reader.em.fork()),
    ),
    read: createExecute(readDb),
    claim: createLocalClaim(),
    shared: undefined,
    erasure: createSqliteErasure(db),
    isReady: async () => db.open && (await reader.isConnected()),
    close: async () => {
      if (reader !== writer) await reader.close()
      await writer.close()
      lock?.close()
    },
  }
}

async function connect(path: string, log: Logger) {
  const orm = await MikroORM.init({ ...sqliteOptions(path), logger: (message) => log.debug(message) })
  const db = await nativeClient(orm)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL') // after WAL, which quietly lowers it to NORMAL: an answered webhook would not survive a power cut
  db.pragma(`busy_timeout = ${busyTimeoutMs}`)
  db.pragma('foreign_keys = on')
  db.pragma('secure_delete = on') // what is purged must not stay readable in the file
  db.pragma(`cache_size = -${cacheKibibytes}`)
  db.pragma(`wal_autocheckpoint = ${checkpointPages}`)
  return orm
}

function nativeClient(orm: { em: { getConnection(): SqliteConnection } }): Promise<Database.Database> {
  return orm.em.getConnection().getNativeClient()
}

/** Held by the operating system for this process: it goes with the process, however that dies. */
function lockFile(path: string): Database.Database {
  const lock = new Database(`${path}.lock`, { timeout: 0 })
  try {
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('begin exclusive')
    return lock
  } catch {
    lock.close()
    throw new StoreInUseError(path)
  }
}
