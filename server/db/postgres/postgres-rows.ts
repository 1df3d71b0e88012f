import type { PoolClient, QueryResultRow } from 'pg'
import type { Exchange, LedgerRows, ParkedWebhook, SessionRow } from '../ledger.ts'
import { ConflictError } from './postgres-errors.ts'
import { createExecute } from './postgres-execute.ts'
import type { LeftWebhook, Sightings } from './postgres-sightings.ts'
import { type Run, type Statement, statements } from './postgres-statements.ts'
import { sendTogether } from './send-together.ts'

/** The rows of the transaction that is open on `client`, a statement for a whole batch. */
export function createPostgresRows(client: PoolClient, sightings: Sightings): { rows: LedgerRows; run: Run } {
  const run: Run = (name, values) => {
    sendTogether(client)
    return client.query({ name, text: statements[name], values: [...values] })
  }
  const locked = async (name: Statement, values: readonly unknown[]) => {
    const { rows } = await run<SessionRow>(name, values)
    sightings.saw(rows)
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

  const rows: LedgerRows = {
    storedWebhooks: async (webhookIds) => {
      const stored = await run<{ webhookId: string }>('storedWebhooks', [webhookIds])
      return new Set(stored.rows.map(({ webhookId }) => webhookId))
    },
    sessionsByKeys: (keys) => sightings.lockSessions(run, keys),
    sessionsById: (sessionIds) => locked('sessionsById', [sessionIds]),
    expiredSessions: (at, limit) => locked('expiredSessions', [at, limit]),
    parkedWebhooks: async ({ connectionIds, invitationIds }) => {
      const parked = await run<ParkedWebhook>('parkedWebhooks', [connectionIds, invitationIds])
      sightings.sawParked(parked.rows.map(({ webhookId }) => webhookId))
      return parked.rows
    },
    exchange: async (sessionId, kind) => {
      const found = await run<Exchange>(exchange[kind], [sessionId])
      return found.rows[0] ?? { id: null, askedAt: null }
    },
    insertSession: async (session) => {
      const inserted = await run<{ id: number }>('insertSession', [JSON.stringify([session])])
      const id = inserted.rows[0]?.id
      if (id === undefined) throw new ConflictError('the session was not made')
      sightings.made(id, session)
      return id
    },
    updateSessions: async (sessions) => {
      const changed = sessions.map((session) => ({ ...session, versionBefore: sightings.versionOf(session.id) }))
      await write('updateSessions', changed, 'a session has another version')
      for (const session of sessions) sightings.wrote(session)
    },
    insertHistory: async (history) => {
      await write('insertHistory', history, 'the history has this version')
    },
    insertWebhooks: async (webhooks) => {
      await write('insertWebhooks', webhooks, 'a webhook is stored already')
      sightings.left(webhooks)
    },
    settleWebhooks: async (settlements) => {
      const settled = sightings.toSettle(settlements)
      sightings.left(await write<LeftWebhook>('settleWebhooks', settled, 'a waiting event was settled'))
    },
    setExchange: async (sessionId, kind, { id, askedAt }) => {
      await run(setExchange[kind], [sessionId, id, askedAt])
    },
    execute: createExecute(client),
  }
  return { rows, run }
}
