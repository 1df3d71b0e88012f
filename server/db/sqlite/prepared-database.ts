import type Sqlite from 'better-sqlite3'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

/** Statements kept ready; of more, those that were used least lately are prepared anew. */
const maxStatements = 256

/** A database for Kysely that prepares each text once. */
export function createPreparedDatabase(db: Sqlite.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => void db.close(),
    prepare(text) {
      const statement = statements.get(text) ?? prepareStatement(db, text)
      statements.delete(text)
      statements.set(text, statement) // the most recently used last
      const oldest = statements.size > maxStatements ? statements.keys().next().value : undefined
      if (oldest !== undefined) statements.delete(oldest)
      return statement
    },
  }
}

/**
 * A statement that binds dates as milliseconds since 1970 and booleans as 0 and 1, as the ORM writes them too, and answers
 * dates for columns declared `datetime`, also where they are aliased, joined, united or returned by a write.
 */
export function prepareStatement<Row>(db: Sqlite.Database, text: string) {
  const statement = db.prepare<unknown[], Row>(text)
  const dates = statement.reader ? statement.columns().flatMap(({ name, type }) => (isDate(type) ? name : [])) : []
  const read = (row: Row): Row => {
    if (typeof row === 'object' && row !== null) for (const name of dates) toDate(row, name)
    return row
  }
  return {
    reader: statement.reader,
    all: (values: readonly unknown[]): Row[] => {
      const rows = statement.all(values.map(toRaw))
      return dates.length === 0 ? rows : rows.map(read)
    },
    run: (values: readonly unknown[]) => statement.run(values.map(toRaw)),
    iterate: (values: readonly unknown[]) => db.prepare<unknown[], Row>(text).iterate(values.map(toRaw)), // one of its own: it stays busy
  }
}

function isDate(type: string | null): boolean {
  return type?.toLowerCase() === 'datetime'
}

function toDate(row: object, name: string): void {
  const value: unknown = Reflect.get(row, name)
  if (typeof value === 'number') Reflect.set(row, name, new Date(value))
}

/** A value as SQLite keeps it. */
export function toRaw(value: unknown): unknown {
  if (value instanceof Date) return value.getTime()
  return typeof value === 'boolean' ? Number(value) : value
}
