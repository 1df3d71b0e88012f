import type Sqlite from 'better-sqlite3'
import type { Kysely } from 'kysely'
import type { Transactions } from '../database.ts'
import type { Tables } from '../entities/entities.ts'
import { createOneAtATime } from '../one-at-a-time.ts'
import type { Execute } from '../statement.ts'
import type { Keys, SessionRow, Transaction, UnmatchedEvent } from '../transaction.ts'
import { unavailable } from '../unavailable.ts'
import { createExecute } from './sqlite-execute.ts'
import { prepareStatements, type RawSession, type Statements } from './sqlite-statements.ts'

/**
 * Transactions on SQLite. The statements run synchronously on the one writing connection: between
 * `begin` and `commit` no other task of this process gets a turn on it.
 */
export function createSqliteTransactions(db: Sqlite.Database, query: Kysely<Tables>): Transactions {
  const statements = prepareStatements(db)
  const rows = createRows(statements, createExecute(db), query)
  const oneAtATime = createOneAtATime()
  return {
    concurrency: 1,
    transaction: (work) =>
      oneAtATime(async () => {
        try {
          statements.begin.run()
          const result = await work(rows)
          statements.commit.run()
          return result
        } catch (error) {
          if (db.inTransaction) statements.rollback.run() // a full disk may have rolled back already
          throw isUnwritable(error) ? unavailable(error) : error
        }
      }),
  }
}

function createRows(statements: Statements, execute: Execute, query: Kysely<Tables>): Transaction {
  return {
    storedWebhooks: async (webhookIds) => new Set(webhookIds.filter((id) => statements.storedWebhook.get(id))),
    sessionsByKeys: async ({ connectionIds, invitationIds }) => [
      ...connectionIds.flatMap((id) => statements.sessionByConnection.all(id).map(toSession)),
      ...invitationIds.flatMap((id) => statements.sessionByInvitation.all(id).map(toSession)),
    ],
    sessionsById: async (ids) => ids.flatMap((id) => statements.sessionById.all(id).map(toSession)),
    expiredSessions: async (at, limit) => statements.expiredSessions.all(at.getTime(), limit).map(toSession),
    unmatchedEvents: async (keys) => unmatchedEvents(statements, keys),
    exchange: async (sessionId, kind) => {
      const { id = null, askedAt = null } = statements.exchange[kind].get(sessionId) ?? {}
      return { id, askedAt: askedAt === null ? null : new Date(askedAt) }
    },
    insertSession: async (session) => statements.insertSession.run(session),
    updateSessions: async (sessions) => {
      for (const session of sessions) statements.updateSession.run(session)
    },
    insertHistory: async (history) => {
      for (const row of history) statements.insertHistory.run(row)
    },
    insertWebhooks: async (webhooks) => {
      for (const webhook of webhooks) statements.insertWebhook.run(webhook)
    },
    updateOutcomes: async (settlements) => {
      for (const settlement of settlements) {
        statements.settleWebhook.run({ ...settlement, processed: settlement.outcome !== 'failed' })
      }
    },
    setExchange: async (sessionId, kind, { id, askedAt }) => {
      statements.setExchange[kind].run(id, askedAt?.getTime() ?? null, sessionId)
    },
    query,
    execute,
  }
}

function unmatchedEvents(statements: Statements, { connectionIds, invitationIds }: Keys): UnmatchedEvent[] {
  const found = [
    ...connectionIds.flatMap((id) => statements.parkedByConnection.all(id)),
    ...invitationIds.flatMap((id) => statements.parkedByInvitation.all(id)),
  ]
  return [...new Map(found.map((event) => [event.id, event])).values()].sort((a, b) => a.id - b.id)
}

function toSession(raw: RawSession): SessionRow {
  return {
    ...raw,
    createdAt: new Date(raw.createdAt),
    updatedAt: new Date(raw.updatedAt),
    expiresAt: new Date(raw.expiresAt),
  }
}

/** SQLite's result codes for "not now": https://sqlite.org/rescode.html */
const unwritable = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|NOMEM|PROTOCOL|CORRUPT|NOTADB|PERM)/

function isUnwritable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && unwritable.test(error.code)
}
