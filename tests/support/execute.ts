import { CompiledQuery, type Kysely, PostgresAdapter } from 'kysely'
import type { Tables } from '../../server/db/entities/entities.ts'

type Row = Readonly<Record<string, unknown>>

/** Runs SQL that both databases understand, `?` standing for each parameter; answers its rows. */
export type Execute = (text: string, parameters?: readonly unknown[]) => Promise<readonly Row[]>

/** The same on a database or in a transaction. */
export async function execute(
  { query }: { readonly query: Kysely<Tables> },
  text: string,
  parameters: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const isNumbered = query.getExecutor().adapter instanceof PostgresAdapter
  let count = 0
  const number = (part: string) => (part === '?' ? `$${++count}` : part)
  const sql = isNumbered ? text.replace(/'[^']*'|"[^"]*"|\?/g, number) : text
  return (await query.executeQuery<Row>(CompiledQuery.raw(sql, [...parameters]))).rows
}
