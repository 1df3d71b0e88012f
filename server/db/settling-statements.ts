import { type AliasedExpression, type Expression, type Kysely, type SqlBool, sql } from 'kysely'
import type { Tables } from './entities/entities.ts'
import { param, toStatement } from './hot-statement.ts'
import { answeredColumns, settledAttempts, settledCommand } from './transaction.ts'

/** A value by its name: what is bound, or what stands in a row of a batch. */
type Given = (name: string) => Expression<never>
/** The rows of a batch, as `r`: these columns of the table, and more in the words of SQL. */
type Rows = (
  table: 'PlatformCommand' | 'ConnectionSession',
  names: readonly string[],
  more: string,
) => AliasedExpression<Record<string, never>, 'r'>

/** For SQLite: what has become of a command, and what its session has of it, a row a time. */
export function settlingByRow(query: Kysely<Tables>) {
  return {
    settleCommand: toStatement(
      settledCommand
        .reduce((update, name) => update.set(name, param(name)), query.updateTable('PlatformCommand as c'))
        .where('c.id', '=', param('id'))
        .where(isOfNobodyErased),
    ),
    settleSession: toStatement(
      answeredColumns
        .reduce(
          (update, name) => update.set(name, orAsBefore(name, param)),
          query.updateTable('ConnectionSession as s'),
        )
        .set('problem', param('problem'))
        .where('s.id', '=', param('id'))
        .where(isToSettle(param)),
    ),
  }
}

/** For PostgreSQL: whole groups, with their numbers once more beside the rows, as in `setStatements`. */
export function settlingBySet(query: Kysely<Tables>, rows: Rows) {
  const byId = (row: string) => sql<SqlBool>`${sql.ref(`${row}.id`)} = any(${'ids'}::int[])`
  const ofRow = (name: string) => sql.ref<never>(`r.${name}`)
  const commands = rows('PlatformCommand', settledCommand, ', "id" int')
  const sessions = rows('ConnectionSession', [...answeredColumns, ...settledAttempts, 'problem'], ', "id" int')
  return {
    freeSessions: toStatement(
      query
        .selectFrom('ConnectionSession')
        .select('id')
        .where(sql<SqlBool>`"id" = any(${'ids'}::int[])`)
        .orderBy('id')
        .forNoKeyUpdate()
        .skipLocked(),
    ),
    settleCommands: toStatement(
      settledCommand
        .reduce(
          (update, name) => update.set(name, ofRow(name)),
          query.updateTable('PlatformCommand as c').from(commands),
        )
        .where('c.id', '=', ofRow('id'))
        .where(byId('c'))
        .where(isOfNobodyErased),
    ),
    settleSessions: toStatement(
      answeredColumns
        .reduce(
          (update, name) => update.set(name, orAsBefore(name, ofRow)),
          query.updateTable('ConnectionSession as s').from(sessions),
        )
        .set('problem', ofRow('problem'))
        .where('s.id', '=', ofRow('id'))
        .where(byId('s'))
        .where(isToSettle(ofRow)),
    ),
  }
}

/** Asked row by row, where a join would read every session. */
const isOfNobodyErased = sql<SqlBool>`(
  select "s"."erasedAt" from "ConnectionSession" as "s" where "s"."id" = "c"."session"
) is null`

const orAsBefore = (name: string, given: Given) => sql<never>`coalesce(${given(name)}, ${sql.ref(`s.${name}`)})`

/** At that attempt still, and not so already: what would change nothing waits for no lock. */
function isToSettle(given: Given) {
  const isAt = (attempt: string) => sql`${orAsBefore(attempt, given)} = ${sql.ref(`s.${attempt}`)}`
  const isAnswered = sql`${given('proofId')} is not null or ${given('credentialId')} is not null`
  return sql<SqlBool>`"s"."erasedAt" is null and ${sql.join(settledAttempts.map(isAt), sql` and `)}
    and (${isAnswered} or "s"."problem" is distinct from ${given('problem')})`
}
