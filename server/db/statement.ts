import { CompiledQuery, type Kysely } from 'kysely'
import type { Tables } from './entities/entities.ts'

export type Parameter = string | number | boolean | Date | null
export type Row = Readonly<Record<string, unknown>>
export type Execute = (statement: string, parameters?: readonly Parameter[]) => Promise<readonly Row[]>

export function toExecute(query: Kysely<Tables>, numbered: boolean): Execute {
  return async (text, parameters = []) => {
    let count = 0
    const sql = numbered ? text.replace(/'[^']*'|"[^"]*"|\?/g, (part) => (part === '?' ? `$${++count}` : part)) : text
    return (await query.executeQuery<Row>(CompiledQuery.raw(sql, [...parameters]))).rows
  }
}
