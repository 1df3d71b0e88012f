import type Sqlite from 'better-sqlite3'
import { type DatabaseConnection, type Driver, Kysely, SqliteDialect } from 'kysely'
import type { Tables } from '../entities/entities.ts'
import { createPreparedDatabase } from './prepared-database.ts'
import { whileAvailable } from './sqlite-errors.ts'

/** Typed queries on one connection. They wait for another program's lock without holding the process up, and throw AppError `DATABASE_UNAVAILABLE` where the file cannot be read. */
export function createSqliteKysely(db: Sqlite.Database): Kysely<Tables> {
  return new Kysely({ dialect: new GuardedDialect({ database: createPreparedDatabase(db) }) })
}

class GuardedDialect extends SqliteDialect {
  override createDriver(): Driver {
    const driver = super.createDriver()
    const acquire = driver.acquireConnection.bind(driver)
    return Object.assign(driver, { acquireConnection: async () => guard(await acquire()) })
  }
}

function guard(connection: DatabaseConnection): DatabaseConnection {
  return {
    executeQuery: (query) => whileAvailable(() => connection.executeQuery(query)),
    streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
  }
}
