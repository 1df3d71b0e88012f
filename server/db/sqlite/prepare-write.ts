import type Sqlite from 'better-sqlite3'

/** What a column holds. */
export type Value = string | number | boolean | Date | null

/**
 * Prepares a statement that is run with rows: its parameters are, in order, the row's columns of these names; dates as
 * milliseconds and booleans as 0 or 1, as the ORM writes them too. Bound by place: by name costs a look-up for each value.
 */
export function prepareWrite<Row extends { readonly [Name in keyof Row]: Value }>(
  db: Sqlite.Database,
  sql: string,
  names: readonly (keyof Row)[],
) {
  const statement = db.prepare<unknown[]>(sql)
  return {
    /** Answers the row's number where one was inserted. */
    run: (row: Row): number => Number(statement.run(names.map((name) => toRaw(row[name]))).lastInsertRowid),
  }
}

function toRaw(value: Value): string | number | null {
  if (value instanceof Date) return value.getTime()
  return typeof value === 'boolean' ? Number(value) : value
}
