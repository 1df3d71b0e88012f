import type Sqlite from 'better-sqlite3'
import type { Execute, Row } from '../statement.ts'

/** Statements on the connection itself, each prepared once. */
export function createExecute(db: Sqlite.Database): Execute {
  const prepared = new Map<string, Sqlite.Statement<(string | number | null)[], Row>>()
  return async (text, parameters = []) => {
    const statement = prepared.get(text) ?? db.prepare<(string | number | null)[], Row>(text)
    prepared.set(text, statement)
    const values = parameters.map((value) =>
      value instanceof Date ? value.getTime() : typeof value === 'boolean' ? Number(value) : value,
    )
    if (statement.reader) return statement.all(...values)
    statement.run(...values)
    return []
  }
}
