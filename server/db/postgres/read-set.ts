import type { QueryResult, QueryResultRow } from 'pg'
import type { SetStatements } from '../hot-statements.ts'
import { settleAll } from '../settle-all.ts'
import { type Keys, type NewSession, type NewWebhook, type SessionRow, unasked } from '../transaction.ts'
import { ConflictError } from './postgres-errors.ts'

/** Keeps the locks of keys apart from those of other uses. */
const keyLocks = 7_001

/**
 * What one transaction has seen, so that it can be confirmed at its end that nothing was missed.
 *
 * Locked sessions alone leave a gap: process A stores an unmatched event for a connection that no session has, while process B
 * binds a session to that connection. Neither sees what the other has not committed, both commit, and the event waits
 * for ever. So a transaction that leaves an event unmatched, binds a session or makes one takes a lock on each key concerned,
 * last of all and in one order, and then looks once more. Of two such transactions the later one gets the lock after
 * the earlier one's commit, sees what it wrote, and runs again from the start with that in hand. Transactions that do
 * none of the three, most of them, pay nothing.
 */
export function createReadSet() {
  /** Over all attempts: what has turned out to be needed is locked first next time, in order. */
  const asked = { connectionIds: new Set<string>(), invitationIds: new Set<string>() }
  let attempt = newAttempt()

  return {
    /** Begins an attempt; where it is not the first, with the locks on every session that the earlier ones asked for. */
    async restart(run: Run): Promise<void> {
      attempt = newAttempt()
      const keys = { connectionIds: [...asked.connectionIds], invitationIds: [...asked.invitationIds] }
      if (keys.connectionIds.length + keys.invitationIds.length > 0) await this.lockSessions(run, keys)
    },
    /** Sessions by their keys, locked. Only the first time in the order that lets a transaction wait for another. */
    async lockSessions(run: Run, keys: Keys): Promise<SessionRow[]> {
      for (const id of keys.connectionIds) asked.connectionIds.add(id)
      for (const id of keys.invitationIds) asked.invitationIds.add(id)
      const statement = attempt.looked ? 'moreSessionsByKeys' : 'sessionsByKeys'
      attempt.looked = true
      const { rows } = await run<SessionRow>(statement, [keys.connectionIds, keys.invitationIds])
      this.saw(rows)
      return rows
    },
    saw(sessions: readonly SessionRow[]): void {
      attempt.looked = true
      for (const session of sessions) attempt.sessions.set(session.id, session)
    },
    sawUnmatched(events: readonly { readonly webhookId: string }[]): void {
      for (const { webhookId } of events) attempt.unmatched.add(webhookId)
    },
    hasUnmatched: (webhookId: string): boolean => attempt.unmatched.has(webhookId),
    made(id: number, session: NewSession): void {
      attempt.sessions.set(id, { ...unasked, ...session, id })
      attempt.madeFor.add(session.invitationId)
    },
    wrote(session: SessionRow): void {
      const { connectionId, invitationId, waitingAfter } = session
      if (waitingAfter !== null) attempt.lookedAtLater.add(connectionId ?? '').add(invitationId)
      const before = attempt.sessions.get(session.id)
      if (connectionId !== null && before?.connectionId !== connectionId) attempt.boundTo.add(connectionId)
      attempt.sessions.set(session.id, session)
    },
    /** Events as they are now: new, or with another outcome than before. */
    left(webhooks: readonly UpdatedEvent[]): void {
      for (const { webhookId, outcome, connectionId, invitationId } of webhooks) {
        if (outcome !== 'unmatched') continue
        attempt.unmatched.add(webhookId)
        if (connectionId !== null) attempt.waitingFor.connectionIds.add(connectionId)
        if (invitationId !== null) attempt.waitingFor.invitationIds.add(invitationId)
      }
    },

    /** @throws ConflictError where another transaction has stored, bound or made what this one should have seen. */
    async confirm(run: Run): Promise<void> {
      const { waitingFor, boundTo, madeFor, sessions, unmatched, lookedAtLater } = attempt
      const isLookedAtNow = (id: string) => !lookedAtLater.has(id)
      const keys = [
        ...[...waitingFor.connectionIds, ...boundTo].map((id) => `connection ${id}`),
        ...[...waitingFor.invitationIds, ...madeFor].map((id) => `invitation ${id}`),
      ]
      if (keys.length === 0) return
      const [, { rowCount }] = await settleAll([
        run('lockKeys', [keyLocks, keys]),
        run('missed', [
          [...waitingFor.connectionIds, ...boundTo],
          [...waitingFor.invitationIds],
          [...sessions.keys()],
          [...boundTo].filter(isLookedAtNow),
          [...madeFor].filter(isLookedAtNow),
          [...unmatched],
        ]), // looks when it has the locks: a statement sees what was committed before it began
      ])
      if (rowCount !== 0) throw new ConflictError('an event and its session came at the same moment')
    },
  }
}

/** Runs one of the statements in the open transaction. */
export type Run = <Row extends QueryResultRow>(
  name: keyof SetStatements,
  values: readonly unknown[],
) => Promise<QueryResult<Row>>

export type UpdatedEvent = Pick<NewWebhook, 'webhookId' | 'outcome' | 'connectionId' | 'invitationId'>

export type ReadSet = ReturnType<typeof createReadSet>

function newAttempt() {
  return {
    looked: false,
    sessions: new Map<number, SessionRow>(),
    unmatched: new Set<string>(),
    waitingFor: { connectionIds: new Set<string>(), invitationIds: new Set<string>() },
    boundTo: new Set<string>(),
    madeFor: new Set<string>(),
    /** Keys of sessions for which all that waits is looked at by a later transaction. */
    lookedAtLater: new Set<string>(),
  }
}
