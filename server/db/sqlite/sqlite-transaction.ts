import type Sqlite from 'better-sqlite3'
import type { Kysely } from 'kysely'
import { createTopicNames } from '../counters.ts'
import type { Tables } from '../entities/entities.ts'
import type { HotStatement } from '../hot-statement.ts'
import { rowStatements } from '../hot-statements.ts'
import type { SessionRow, SurplusEvent, Transaction, UnmatchedEvent } from '../transaction.ts'
import { createTurns, type Turns } from './in-turn.ts'
import { prepareStatement, toRaw } from './prepared-database.ts'
import { busyWaitMs, toAppError, whileAvailable } from './sqlite-errors.ts'

export interface SqliteTransactions {
  /** Waits for another program's lock until `deadlineMs` (of `performance.now()`), half a second by default; see `Transactions`. */
  transaction<Result>(work: (tx: Transaction) => Promise<Result>, deadlineMs?: number): Promise<Result>
}

/**
 * Transactions on SQLite, each in a turn of its own. The statements run synchronously on the one writing connection: between
 * `begin` and `commit` no other task of this thread gets a turn on it.
 */
export function createSqliteTransactions(
  db: Sqlite.Database,
  query: Kysely<Tables>,
  turns: Pick<Turns, 'alone'> = createTurns(),
): SqliteTransactions {
  const tx = createTransaction(db, query)
  const [begin, commit, rollback] = [db.prepare('begin immediate'), db.prepare('commit'), db.prepare('rollback')]
  const abandon = () => {
    try {
      if (db.inTransaction) rollback.run() // a full disk may have rolled back already
    } catch {
      // what failed says more; the next transaction tries again
    }
  }
  return {
    // those who queue behind one that waits have waited as long
    transaction: (work, deadlineMs = performance.now() + busyWaitMs) =>
      turns.alone(async () => {
        await whileAvailable(
          db,
          () => {
            if (db.inTransaction) rollback.run() // one that could not be ended
            begin.run()
          },
          deadlineMs,
        )
        try {
          const result = await work(tx)
          commit.run()
          return result
        } catch (error) {
          abandon()
          throw toAppError(db, error)
        }
      }),
  }
}

type Row = Readonly<Record<string, unknown>>
type Peer = Pick<UnmatchedEvent, 'theirDid' | 'theirLabel'>
/** What an index holds; its peer stands behind the payload, and is read only where it is asked for. */
type Indexed = Omit<UnmatchedEvent, keyof Peer>

function createTransaction(db: Sqlite.Database, query: Kysely<Tables>): Transaction {
  const statements = rowStatements(query)
  const topicNames = createTopicNames()
  const prepareRead = <Found>({ text }: HotStatement) => {
    const statement = prepareStatement<Found>(db, text)
    return (...values: unknown[]) => statement.all(values)
  }
  /** Bound by place: by name costs a look-up for each value. */
  const prepareWrite = ({ text, names }: HotStatement) => {
    const statement = db.prepare<unknown[]>(text)
    return (row: Row) => statement.run(names.map((name) => toRaw(row[name])))
  }
  const storedWebhook = prepareRead(statements.storedWebhook)
  const sessionById = prepareRead<SessionRow>(statements.sessionById)
  const sessionsByConnection = prepareRead<SessionRow>(statements.sessionsByConnection)
  const sessionsByInvitation = prepareRead<SessionRow>(statements.sessionsByInvitation)
  const expiredSessions = prepareRead<SessionRow>(statements.expiredSessions)
  const unmatchedByConnection = prepareRead<Indexed>(statements.unmatchedByConnection)
  const unmatchedByInvitation = prepareRead<Indexed>(statements.unmatchedByInvitation)
  const surplusByConnection = prepareRead<SurplusEvent>(statements.surplusByConnection)
  const surplusByInvitation = prepareRead<SurplusEvent>(statements.surplusByInvitation)
  const peer = prepareRead<Peer>(statements.peer)
  const toUnmatched = (row: Indexed): UnmatchedEvent => {
    let read: Peer | undefined
    const readPeer = () => {
      read ??= peer(row.id)[0]
      return read
    }
    return {
      ...row,
      get theirDid() {
        return readPeer()?.theirDid ?? null
      },
      get theirLabel() {
        return readPeer()?.theirLabel ?? null
      },
    }
  }
  const insertSession = prepareWrite(statements.insertSession)
  const updateSession = prepareWrite(statements.updateSession)
  const insertHistory = prepareWrite(statements.insertHistory)
  const insertWebhook = prepareWrite(statements.insertWebhook)
  const updateOutcome = prepareWrite(statements.updateOutcome)
  const insertCommand = prepareWrite(statements.insertCommand)
  const addCounter = prepareWrite(statements.addCounter)
  const settleCommand = prepareWrite(statements.settleCommand)
  const settleSession = prepareWrite(statements.settleSession)
  return {
    storedWebhooks: async (webhookIds) => new Set(webhookIds.filter((id) => storedWebhook(id).length > 0)),
    sessionsByKeys: async ({ connectionIds, invitationIds }) => [
      ...connectionIds.flatMap((id) => sessionsByConnection(id)),
      ...invitationIds.flatMap((id) => sessionsByInvitation(id)),
    ],
    sessionsById: async (sessionIds) => sessionIds.flatMap((id) => sessionById(id)),
    expiredSessions: async (at, limit) => expiredSessions(at, limit),
    unmatchedEvents: async ({ connectionIds, invitationIds }, { after, limit }) => [
      ...connectionIds.flatMap((id) => unmatchedByConnection(id, after, limit).map(toUnmatched)),
      ...invitationIds.flatMap((id) => unmatchedByInvitation(id, after, limit).map(toUnmatched)),
    ],
    surplusEvents: async ({ connectionIds, invitationIds }, { keep, limit }) => [
      ...connectionIds.flatMap((id) => surplusByConnection(id, id, keep, limit)),
      ...invitationIds.flatMap((id) => surplusByInvitation(id, id, keep, limit)),
    ],
    insertSession: async (session) => Number(insertSession(session).lastInsertRowid),
    updateSessions: async (sessions) => {
      for (const session of sessions) {
        const { changes } = updateSession(session)
        if (changes !== 1) throw new Error(`Session ${session.id} has another version than it was read with`)
      }
    },
    insertHistory: async (history) => {
      for (const row of history) insertHistory(row)
    },
    insertWebhooks: async (webhooks) => {
      for (const webhook of webhooks) insertWebhook(webhook)
    },
    updateOutcomes: async (updates) => {
      for (const update of updates) updateOutcome(update)
    },
    insertCommands: async (commands) => {
      for (const command of commands) insertCommand(command)
    },
    addCounters: async (counters) => {
      for (const row of await topicNames(query, counters)) addCounter({ ...row, shard: 0 })
    },
    freeSessions: async (ids) => new Set(ids),
    settleCommands: async (commands) => {
      for (const command of commands) settleCommand(command)
    },
    settleSessions: async (sessions) => {
      for (const session of sessions) settleSession(session)
    },
    query,
  }
}
