import { type Compilable, type RawBuilder, sql } from 'kysely'

/**
 * A statement of the webhook path, or a read that every watcher makes at every change: built once when the database opens,
 * then run as text by the driver's own prepared statements. Each names its parameters in the order they are bound. SQLite
 * takes a row at a time; PostgreSQL a whole batch as one JSON array, so that the plan is the same for any number.
 */
export interface HotStatement {
  readonly text: string
  readonly names: readonly string[]
}

/** Stands in a statement for what is bound under this name when it runs. */
export const param = (name: string): RawBuilder<never> => sql<never>`${name}`

/**
 * How many rows, bound under this name. The cast keeps SQLite from preparing the statement anew at every run, which costs more
 * than running it: it plans by a bound limit where that stands there bare.
 */
export const asCount = (name: string): RawBuilder<never> => sql<never>`cast(${name} as integer)`

export function toStatement(query: Compilable): HotStatement {
  const { sql: text, parameters } = query.compile()
  return { text, names: parameters.map(String) }
}
