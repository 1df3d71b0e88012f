import { type Expression, type Kysely, type SqlBool, sql } from 'kysely'
import type { Tables } from './entities/entities.ts'
import { asCount, param, toStatement } from './hot-statement.ts'
import { settlingByRow, settlingBySet } from './settling-statements.ts'
import {
  counterColumns,
  historyColumns,
  insertedCommand,
  insertedSession,
  insertedWebhook,
  sessionColumns,
  updatedOutcome,
  updatedSession,
  viewColumns,
} from './transaction.ts'
import { waitingByRow, waitingBySet, waitingEvents } from './waiting-statements.ts'

/** The SQL type of each column, by table. */
export type ColumnTypes = Readonly<Record<WrittenTable, Readonly<Record<string, string>>>>
type WrittenTable = 'ConnectionSession' | 'PlatformCommand' | 'SessionHistory' | 'WebhookCount' | 'WebhookEvent'

const unfinished = ['invitation', 'request', 'response', 'active'].map((status) => sql.lit(status))

/** The reads of streams and pages, the same text for both databases. */
export function watcherStatements(query: Kysely<Tables>) {
  const session = query.selectFrom('ConnectionSession as s').where('s.sessionId', '=', param('sessionId'))
  return {
    view: toStatement(session.select(viewColumns.map((name) => `s.${name}` as const))),
    versionsAfter: toStatement(
      session
        .innerJoin('SessionHistory as h', 'h.session', 's.id')
        .select(['s.sessionId', 'h.version', 'h.status', 'h.credential', 'h.proof', 's.requestType', 's.invitationId'])
        .select([
          's.invitationUrl',
          's.shortUrl',
          'h.connectionId',
          'h.theirLabel',
          's.createdAt',
          'h.at as updatedAt',
          'h.expiresAt',
          's.reference',
          'h.cause as endedBy', // an ended session has no version after that
          's.registrationNumber',
          's.numberedVersion',
        ])
        .where('h.version', '>', param('version'))
        .orderBy('h.version'),
    ),
  }
}

/** For SQLite: one row, or one key, a time. */
export function rowStatements(query: Kysely<Tables>) {
  const sessions = query.selectFrom('ConnectionSession').select(sessionColumns)
  const values = (names: readonly string[]) => sql<never>`values (${sql.join(names.map(param))})`
  return {
    storedWebhook: toStatement(query.selectFrom('WebhookEvent').select('id').where('webhookId', '=', param('key'))),
    sessionById: toStatement(sessions.where('sessionId', '=', param('key'))),
    sessionsByConnection: toStatement(sessions.where('connectionId', '=', param('key'))),
    sessionsByInvitation: toStatement(sessions.where('invitationId', '=', param('key'))),
    expiredSessions: toStatement(expired(query)),
    ...waitingByRow(query),
    insertSession: toStatement(
      query.insertInto('ConnectionSession').columns(insertedSession).expression(values(insertedSession)),
    ),
    updateSession: toStatement(
      updatedSession
        .reduce((update, name) => update.set(name, param(name)), query.updateTable('ConnectionSession'))
        .where('id', '=', param('id'))
        .where('version', '=', param('versionBefore')),
    ),
    insertHistory: toStatement(
      query.insertInto('SessionHistory').columns(historyColumns).expression(values(historyColumns)),
    ),
    insertWebhook: toStatement(
      query.insertInto('WebhookEvent').columns(insertedWebhook).expression(values(insertedWebhook)),
    ),
    updateOutcome: toStatement(
      updatedOutcome
        .reduce((update, name) => update.set(name, param(name)), query.updateTable('WebhookEvent'))
        .where('id', '=', param('id')),
    ),
    insertCommand: toStatement(
      query
        .insertInto('PlatformCommand')
        .columns(insertedCommand)
        .expression(values(insertedCommand))
        .onConflict((on) => on.columns(['session', 'kind', 'attempt']).doNothing()),
    ),
    addCounter: toStatement(addCounters(query, values(counterColumns))),
    ...settlingByRow(query),
  }
}

/**
 * For PostgreSQL: whole batches. `types` are the columns' own. What is read for a change is locked, less strictly than a foreign key's check.
 * What updates rows is told their numbers once more beside them: joined to the batch alone, a table that was small when the plan was
 * made would be read from end to end each time.
 */
export function setStatements(query: Kysely<Tables>, types: ColumnTypes) {
  const set = (table: WrittenTable, names: readonly string[], more = '') => {
    const columns = names.map((name) => `"${name}" ${types[table][name] ?? 'text'}`)
    return sql<Record<string, never>>`json_to_recordset(${'rows'}::json)`.as<'r'>(
      sql.raw(`r (${columns.join(', ')}${more})`),
    )
  }
  const rowsOf = (table: WrittenTable, names: readonly string[]) =>
    query.selectFrom(set(table, names)).select(names.map((name) => sql.ref<never>(`r.${name}`).as(name)))
  const anyOf = (column: string, name: string, type = 'text') =>
    sql<SqlBool>`${sql.ref(column)} = any(${name}::${sql.raw(type)}[])`
  const byKeys = sql<SqlBool>`(${anyOf('connectionId', 'connectionIds')} or ${anyOf('invitationId', 'invitationIds')})`
  const sessions = query.selectFrom('ConnectionSession').select(sessionColumns).forNoKeyUpdate()
  const byNumber = sql`"id" + 0` // sorted, and not read from end to end in that order
  const waiting = waitingEvents(query)
  const numbered = sql<Record<string, never>>`(
      select nextval(pg_get_serial_sequence('"WebhookEvent"', 'id')) as "id", r.* from ${set('WebhookEvent', insertedWebhook)} offset 0
    )`.as<'numbered'>(sql.raw('numbered'))
  const changed = set('ConnectionSession', updatedSession, ', "id" int, "versionBefore" int')
  const settled = set('WebhookEvent', updatedOutcome, ', "id" int, "wasUnmatched" boolean')
  return {
    storedWebhooks: toStatement(
      query.selectFrom('WebhookEvent').select('webhookId').where(anyOf('webhookId', 'webhookIds')),
    ),
    /** In one order everywhere, so that two transactions wait for each other only one way round. */
    sessionsByKeys: toStatement(sessions.where(byKeys).orderBy(byNumber)),
    /** For a second look, out of that order: does not wait. */
    moreSessionsByKeys: toStatement(sessions.where(byKeys).orderBy(byNumber).noWait()),
    sessionsById: toStatement(sessions.where(anyOf('sessionId', 'sessionIds')).orderBy(byNumber)),
    /** What another process is sweeping is left to it. */
    expiredSessions: toStatement(expired(query).forNoKeyUpdate().skipLocked()),
    ...waitingBySet(query),
    insertSession: toStatement(
      query
        .insertInto('ConnectionSession')
        .columns(insertedSession)
        .expression(rowsOf('ConnectionSession', insertedSession))
        .returning('id'),
    ),
    updateSessions: toStatement(
      updatedSession
        .reduce(
          (update, name) => update.set(name, sql.ref<never>(`r.${name}`)),
          query.updateTable('ConnectionSession as s').from(changed),
        )
        .where(sql<SqlBool>`s."id" = r."id" and s."version" = r."versionBefore"`)
        .where(anyOf('s.id', 'ids', 'int')),
    ),
    insertHistory: toStatement(
      query.insertInto('SessionHistory').columns(historyColumns).expression(rowsOf('SessionHistory', historyColumns)),
    ),
    /** Numbered in the order they came, written in the order of their ids: two batches with the same webhooks cannot lock each other out. */
    insertWebhooks: toStatement(
      query
        .insertInto('WebhookEvent')
        .columns(['id', ...insertedWebhook])
        .expression(
          query
            .selectFrom(numbered)
            .select(['id', ...insertedWebhook].map((name) => sql.ref<never>(`numbered.${name}`).as(name)))
            .orderBy(sql.ref('numbered.webhookId')),
        )
        .onConflict((on) => on.column('webhookId').doNothing()),
    ),
    /** Where the event was read as waiting it must still wait: another transaction may have changed it. */
    updateOutcomes: toStatement(
      updatedOutcome
        .reduce(
          (update, name) => update.set(name, sql.ref<never>(`r.${name}`)),
          query.updateTable('WebhookEvent as w').from(settled),
        )
        .where(sql<SqlBool>`w."id" = r."id" and (w."processed" = false or not r."wasUnmatched")`)
        .where(anyOf('w.id', 'ids', 'int'))
        .returning(['w.webhookId', 'w.outcome', 'w.connectionId', 'w.invitationId']),
    ),
    insertCommands: toStatement(
      query
        .insertInto('PlatformCommand')
        .columns(insertedCommand)
        .expression(rowsOf('PlatformCommand', insertedCommand))
        .onConflict((on) => on.columns(['session', 'kind', 'attempt']).doNothing()),
    ),
    addCounters: toStatement(addCounters(query, rowsOf('WebhookCount', counterColumns))),
    ...settlingBySet(query, set),
    /** In one order, and over few enough locks that the server's lock table never fills up. */
    lockKeys: toStatement(
      query
        .selectFrom(
          sql<{ bucket: number }>`(
            select distinct hashtext(k) & 1023 as "bucket" from unnest(${'keys'}::text[]) as k order by "bucket"
          )`.as('buckets'),
        )
        .select(sql`pg_advisory_xact_lock(${'lock'}::int, "bucket")`.as('locked')),
    ),
    /** A session that an event waits for without knowing, or an event that waits for a session without its knowing. */
    missed: toStatement(
      query
        .selectFrom('ConnectionSession')
        .select('id')
        .where(byKeys)
        .where(sql<SqlBool>`not ${anyOf('id', 'sessions', 'int')}`)
        .unionAll(
          waiting
            .select('id')
            .where(sql<SqlBool>`(${anyOf('connectionId', 'boundTo')} or ${anyOf('invitationId', 'madeFor')})`)
            .where(sql<SqlBool>`not ${anyOf('webhookId', 'unmatched')}`),
        )
        .limit(sql.lit(1)),
    ),
  }
}

export type SetStatements = ReturnType<typeof setStatements>

function expired(query: Kysely<Tables>) {
  return query
    .selectFrom('ConnectionSession')
    .select(sessionColumns)
    .where('status', 'in', unfinished)
    .where('expiresAt', '<=', param('at'))
    .orderBy('expiresAt')
    .limit(asCount('limit'))
}

function addCounters(query: Kysely<Tables>, rows: Expression<Record<string, never>>) {
  return query
    .insertInto('WebhookCount')
    .columns(counterColumns)
    .expression(rows)
    .onConflict((on) =>
      on
        .columns(['kind', 'name', 'at', 'shard'])
        .doUpdateSet({ count: sql<number>`"WebhookCount"."count" + excluded."count"` }),
    )
}
