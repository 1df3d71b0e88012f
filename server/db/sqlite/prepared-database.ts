import type Sqlite from 'better-sqlite3'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

/** Statements kept ready; of more, those that were used least lately are prepared anew. */
const maxStatements = 256

/**
 * A database for Kysely that prepares each text once, binds dates as milliseconds since 1970 and booleans as 0 and 1, and
 * answers dates for columns declared `datetime`, also where they are aliased, joined, united or returned by a write.
 */
export function createPreparedDatabase(db: Sqlite.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => void db.close(),
    prepare(text) {
      const statement = statements.get(text) ?? toStatement(db, text)
      statements.delete(text)
      statements.set(text, statement) // the most recently used last
      const oldest = statements.size > maxStatements ? statements.keys().next().value : undefined
      if (oldest !== undefined) statements.delete(oldest)
      return statement
    },
  }
}

function toStatement(db: Sqlite.Database, text: string): SqliteStatement {
  const statement = db.prepare<unknown[], Record<string, unknown>>(text)
  const dates = statement.reader ? statement.columns().flatMap(({ name, type }) => (isDate(type) ? name : [])) : []
  const read = (row: Record<string, unknown>) => {
    for (const name of dates) {
      const value = row[name]
      if (typeof value === 'number') row[name] = new Date(value)
    }
    return row
  }
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(parameters.map(toRaw)).map(read),
    run: (parameters) => statement.run(parameters.map(toRaw)),
    iterate: (parameters) => db.prepare<unknown[], unknown>(text).iterate(parameters.map(toRaw)), // one of its own: it stays busy
  }
}

function isDate(type: string | null): boolean {
  return type?.toLowerCase() === 'datetime'
}

/** A value as SQLite keeps it, and as the ORM writes it too. */
export function toRaw(value: unknown): unknown {
  if (value instanceof Date) return value.getTime()
  return typeof value === 'boolean' ? Number(value) : value
}
