import { Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool, PoolClient, QueryResultRow } from 'pg'
import { AppError, unavailable } from '../../errors.ts'
import { createShards, createTopicNames } from '../counters.ts'
import type { Transactions } from '../database.ts'
import type { SetStatements } from '../hot-statements.ts'
import { settleAll } from '../settle-all.ts'
import type { SessionRow, SurplusEvent, Transaction, UnmatchedEvent } from '../transaction.ts'
import { ConflictError, isConflict, isUnavailable, sqlState } from './postgres-errors.ts'
import { createClientKysely } from './postgres-kysely.ts'
import { createReadSet, type ReadSet, type Run, type UpdatedEvent } from './read-set.ts'

/** After this many a conflict is no coincidence. */
const maxAttempts = 10
/** Two processes that got in each other's way must not do so in step. */
const maxPauseMs = 20

/**
 * Transactions on PostgreSQL: as many at once as the pool has connections, of this process and of others.
 * Where two of them meet, one waits; where that does not help, one runs again from the start and sees what the other
 * has written.
 */
export function createPostgresTransactions(pool: Pool, statements: SetStatements): Transactions {
  const shards = createShards()
  const topicNames = createTopicNames()

  const attemptOnce = async <Result>(work: (tx: Transaction) => Promise<Result>, readSet: ReadSet, shard: number) => {
    const client = await pool.connect()
    let usable = false
    const run: Run = (name, values) => {
      sendTogether(client)
      return client.query({ name, text: statements[name].text, values: [...values] })
    }
    const writes: Promise<unknown>[] = []
    const workWithin = async () => {
      try {
        await readSet.restart(run)
        const result = await work(createTransaction({ client, run, readSet, writes, shard, topicNames }))
        await settleAll([...writes, readSet.confirm(run)])
        return result
      } catch (error) {
        await settleAll(writes) // what failed first says why
        throw error
      }
    }
    try {
      sendTogether(client)
      const [, result] = await settleAll([client.query('begin'), workWithin()])
      const { command } = await client.query('commit')
      usable = true
      if (command !== 'COMMIT') throw new ConflictError('the transaction was rolled back') // what PostgreSQL answers where a statement had failed
      return result
    } catch (error) {
      if (!usable && !isUnavailable(error)) {
        usable = await client.query('rollback').then(
          () => true,
          () => false,
        )
      }
      throw error
    } finally {
      client.release(!usable) // a connection in doubt is closed, and with it whatever it had open
    }
  }

  const attempt = async <Result>(work: (tx: Transaction) => Promise<Result>, shard: number): Promise<Result> => {
    const readSet = createReadSet()
    for (let attempts = 1; ; attempts++) {
      try {
        return await attemptOnce(work, readSet, shard)
      } catch (error) {
        if (error instanceof AppError) throw error
        if (isUnavailable(error)) throw unavailable(error)
        if (!isConflict(error)) throw error
        if (attempts === maxAttempts) throw sqlState(error) === '23505' ? error : unavailable(error)
      }
      await delay(Math.random() * maxPauseMs * (attempts - 1))
    }
  }

  const transaction: Transactions['transaction'] = async (work) => {
    const shard = shards.take()
    try {
      return await attempt(work, shard)
    } finally {
      shards.giveBack(shard)
    }
  }
  return {
    concurrency: 2, // while one waits for the disk, the next is made ready; more would only make smaller batches
    transaction,
    perform: (job, input) => transaction((tx) => job.run(tx, input)),
  }
}

interface Parts {
  readonly client: PoolClient
  readonly run: Run
  readonly readSet: ReadSet
  /** What is under way and answers nothing: it is waited for once, at the transaction's end. */
  readonly writes: Promise<unknown>[]
  readonly shard: number
  readonly topicNames: ReturnType<typeof createTopicNames>
}

/** The transaction that is open on `client`, a statement for a whole batch. */
function createTransaction({ client, run, readSet, writes, shard, topicNames }: Parts): Transaction {
  const query = createClientKysely(client)
  const locked = async (name: 'sessionsById' | 'expiredSessions', values: readonly unknown[]) => {
    const { rows } = await run<SessionRow>(name, values)
    readSet.saw(rows)
    return rows
  }
  /** Every row must be written: one that is not there any more as it was read belongs to another transaction. */
  const write = async <Row extends QueryResultRow>(
    name: 'updateSessions' | 'insertHistory' | 'insertWebhooks' | 'updateOutcomes',
    rows: readonly object[],
    what: string,
    ids: readonly number[][] = [],
  ) => {
    if (rows.length === 0) return []
    const written = await run<Row>(name, [JSON.stringify(rows), ...ids])
    if (written.rowCount !== rows.length) throw new ConflictError(what)
    return written.rows
  }
  /** What fails fails the transaction, at its end. */
  const begin = (writing: Promise<unknown>) => {
    writing.catch(() => undefined)
    writes.push(writing)
  }
  return {
    storedWebhooks: async (webhookIds) => {
      const stored = await run<{ webhookId: string }>('storedWebhooks', [webhookIds])
      return new Set(stored.rows.map(({ webhookId }) => webhookId))
    },
    sessionsByKeys: (keys) => readSet.lockSessions(run, keys),
    sessionsById: (sessionIds) => locked('sessionsById', [sessionIds]),
    expiredSessions: (at, limit) => locked('expiredSessions', [at, limit]),
    unmatchedEvents: async ({ connectionIds, invitationIds }, { after, limit }) => {
      const page = [after, limit]
      const { rows } = await run<UnmatchedEvent>('unmatchedEvents', [connectionIds, ...page, invitationIds, ...page])
      readSet.sawUnmatched(rows)
      return rows
    },
    surplusEvents: async ({ connectionIds, invitationIds }, { keep, limit }) => {
      const page = [keep, limit]
      const { rows } = await run<SurplusEvent>('surplusEvents', [connectionIds, ...page, invitationIds, ...page])
      readSet.sawUnmatched(rows)
      return rows
    },
    insertSession: async (session) => {
      const inserted = await run<{ id: number }>('insertSession', [JSON.stringify([session])])
      const id = inserted.rows[0]?.id
      if (id === undefined) throw new ConflictError('the session was not made')
      readSet.made(id, session)
      return id
    },
    updateSessions: async (sessions) => {
      begin(write('updateSessions', sessions, 'a session has another version', idsOf(sessions)))
      for (const session of sessions) readSet.wrote(session)
    },
    insertHistory: async (history) => {
      begin(write('insertHistory', history, 'the history has this version'))
    },
    insertWebhooks: async (webhooks) => {
      begin(write('insertWebhooks', webhooks, 'a webhook is stored already'))
      readSet.left(webhooks)
    },
    updateOutcomes: async (updates) => {
      const checked = updates.map((update) => ({ ...update, wasUnmatched: readSet.hasUnmatched(update.webhookId) }))
      readSet.left(await write<UpdatedEvent>('updateOutcomes', checked, 'a waiting event was matched', idsOf(checked)))
    },
    insertCommands: async (commands) => {
      if (commands.length > 0) begin(run('insertCommands', [JSON.stringify(commands)]))
    },
    addCounters: async (counters) => {
      const rows = await topicNames(query, counters)
      if (rows.length > 0) begin(run('addCounters', [JSON.stringify(rows.map((row) => ({ ...row, shard })))]))
    },
    freeSessions: async (ids) => {
      if (ids.length === 0) return new Set()
      return new Set((await run<{ id: number }>('freeSessions', [ids])).rows.map(({ id }) => id))
    },
    settleCommands: async (commands) => {
      if (commands.length > 0) begin(run('settleCommands', [JSON.stringify(commands), ...idsOf(commands)]))
    },
    settleSessions: async (sessions) => {
      if (sessions.length > 0) begin(run('settleSessions', [JSON.stringify(sessions), ...idsOf(sessions)]))
    },
    query,
  }
}

/** What an update is told beside its rows. */
function idsOf(rows: readonly { readonly id: number }[]): number[][] {
  return [rows.map(({ id }) => id)]
}

/** What is asked of this connection until the present tick ends goes out in one write: a system call less for each statement. */
function sendTogether(client: PoolClient): void {
  const connection = 'connection' in client ? client.connection : undefined
  if (typeof connection !== 'object' || connection === null || !('stream' in connection)) return
  const { stream } = connection
  if (!(stream instanceof Writable)) return
  stream.cork()
  process.nextTick(() => stream.uncork())
}
