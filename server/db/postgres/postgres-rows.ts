import type { PoolClient, QueryResultRow } from 'pg'
import type { PlatformRequest, SessionRow, Transaction, UnmatchedEvent } from '../transaction.ts'
import { ConflictError } from './postgres-errors.ts'
import { createExecute } from './postgres-execute.ts'
import { createClientKysely } from './postgres-kysely.ts'
import { type Run, type Statement, statements } from './postgres-statements.ts'
import type { LeftWebhook, ReadSet } from './read-set.ts'
import { sendTogether } from './send-together.ts'

/** The rows of the transaction that is open on `client`, a statement for a whole batch. */
export function createPostgresRows(client: PoolClient, readSet: ReadSet): { rows: Transaction; run: Run } {
  const run: Run = (name, values) => {
    sendTogether(client)
    return client.query({ name, text: statements[name], values: [...values] })
  }
  const locked = async (name: Statement, values: readonly unknown[]) => {
    const { rows } = await run<SessionRow>(name, values)
    readSet.saw(rows)
    return rows
  }
  /** Every row must be written: one that is not there any more as it was read belongs to another transaction. */
  const write = async <Row extends QueryResultRow>(name: Statement, rows: readonly object[], what: string) => {
    if (rows.length === 0) return []
    const written = await run<Row>(name, [JSON.stringify(rows)])
    if (written.rowCount !== rows.length) throw new ConflictError(what)
    return written.rows
  }
  const exchange = { proof: 'exchangeProof', credential: 'exchangeCredential' } as const
  const setExchange = { proof: 'setExchangeProof', credential: 'setExchangeCredential' } as const

  const rows: Transaction = {
    storedWebhooks: async (webhookIds) => {
      const stored = await run<{ webhookId: string }>('storedWebhooks', [webhookIds])
      return new Set(stored.rows.map(({ webhookId }) => webhookId))
    },
    sessionsByKeys: (keys) => readSet.lockSessions(run, keys),
    sessionsById: (sessionIds) => locked('sessionsById', [sessionIds]),
    expiredSessions: (at, limit) => locked('expiredSessions', [at, limit]),
    unmatchedEvents: async ({ connectionIds, invitationIds }) => {
      const parked = await run<UnmatchedEvent>('unmatchedEvents', [connectionIds, invitationIds])
      readSet.sawParked(parked.rows.map(({ webhookId }) => webhookId))
      return parked.rows
    },
    exchange: async (sessionId, kind) => {
      const found = await run<PlatformRequest>(exchange[kind], [sessionId])
      return found.rows[0] ?? { id: null, askedAt: null }
    },
    insertSession: async (session) => {
      const inserted = await run<{ id: number }>('insertSession', [JSON.stringify([session])])
      const id = inserted.rows[0]?.id
      if (id === undefined) throw new ConflictError('the session was not made')
      readSet.made(id, session)
      return id
    },
    updateSessions: async (sessions) => {
      const changed = sessions.map((session) => ({ ...session, versionBefore: readSet.versionOf(session.id) }))
      await write('updateSessions', changed, 'a session has another version')
      for (const session of sessions) readSet.wrote(session)
    },
    insertHistory: async (history) => {
      await write('insertHistory', history, 'the history has this version')
    },
    insertWebhooks: async (webhooks) => {
      await write('insertWebhooks', webhooks, 'a webhook is stored already')
      readSet.left(webhooks)
    },
    updateOutcomes: async (settlements) => {
      const settled = readSet.toSettle(settlements)
      readSet.left(await write<LeftWebhook>('updateOutcomes', settled, 'a waiting event was settled'))
    },
    setExchange: async (sessionId, kind, { id, askedAt }) => {
      await run(setExchange[kind], [sessionId, id, askedAt])
    },
    query: createClientKysely(client),
    execute: createExecute(client),
  }
  return { rows, run }
}
