import type { ClientBase, Pool } from 'pg'
import type { Execute, Row } from '../statement.ts'
import { whileAvailable } from './postgres-errors.ts'

/** Statements on one connection, in its transaction where it has one, or each on any of a pool. @throws AppError `DATABASE_UNAVAILABLE` */
export function createExecute(client: ClientBase | Pool): Execute {
  return (statement, parameters = []) =>
    whileAvailable(async () => {
      const { rows } = await client.query<Row>(numbered(statement), [...parameters])
      return rows
    })
}

/** `?` outside quotes, as PostgreSQL counts its parameters. */
function numbered(statement: string): string {
  let count = 0
  return statement.replace(/'[^']*'|"[^"]*"|\?/g, (part) => (part === '?' ? `$${++count}` : part))
}
