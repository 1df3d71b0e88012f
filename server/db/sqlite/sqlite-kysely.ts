import type Sqlite from 'better-sqlite3'
import { type DatabaseConnection, type Driver, Kysely, SqliteDialect } from 'kysely'
import type { Tables } from '../entities/entities.ts'
import { createPreparedDatabase } from './prepared-database.ts'
import { whileAvailable } from './sqlite-errors.ts'

/** Typed queries on one connection. They wait for another program's lock without holding the process up, and throw AppError `DATABASE_UNAVAILABLE` where the file cannot be read. */
export function createSqliteKysely(db: Sqlite.Database): Kysely<Tables> {
  return new Kysely({ dialect: new GuardedDialect(db) })
}

class GuardedDialect extends SqliteDialect {
  readonly #db: Sqlite.Database

  constructor(db: Sqlite.Database) {
    super({ database: createPreparedDatabase(db) })
    this.#db = db
  }

  override createDriver(): Driver {
    const driver = super.createDriver()
    const acquire = driver.acquireConnection.bind(driver)
    return Object.assign(driver, { acquireConnection: async () => guard(this.#db, await acquire()) })
  }
}

function guard(db: Sqlite.Database, connection: DatabaseConnection): DatabaseConnection {
  return {
    executeQuery: (query) => whileAvailable(db, () => connection.executeQuery(query)),
    streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
  }
}
