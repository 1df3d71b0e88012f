import { setTimeout as delay } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import { AppError } from '../../errors.ts'
import type { Transactions } from '../database.ts'
import { settleAll } from '../settle-all.ts'
import type { Transaction } from '../transaction.ts'
import { unavailable } from '../unavailable.ts'
import { ConflictError, isConflict, isUnavailable, sqlState } from './postgres-errors.ts'
import { createPostgresRows } from './postgres-rows.ts'
import { createReadSet, type ReadSet } from './read-set.ts'
import { sendTogether } from './send-together.ts'

/** After this many a conflict is no coincidence. */
const maxAttempts = 10
/** Two processes that got in each other's way must not do so in step. */
const maxPauseMs = 20

/**
 * Transactions on PostgreSQL: as many transactions at once as the pool has connections, of this process and of others.
 * Where two of them meet, one waits; where that does not help, one runs again from the start and sees what the other
 * has written.
 */
export function createPostgresTransactions(pool: Pool): Transactions {
  return {
    concurrency: 2, // while one waits for the disk, the next is made ready; more would only make smaller batches
    async transaction(work) {
      const readSet = createReadSet()
      for (let attempt = 1; ; attempt++) {
        try {
          return await attemptOnce(pool, work, readSet)
        } catch (error) {
          if (error instanceof AppError) throw error
          if (isUnavailable(error)) throw unavailable(error)
          if (!isConflict(error)) throw error
          if (attempt === maxAttempts) throw sqlState(error) === '23505' ? error : unavailable(error)
        }
        await delay(Math.random() * maxPauseMs * (attempt - 1))
      }
    },
  }
}

async function attemptOnce<Result>(
  pool: Pool,
  work: (rows: Transaction) => Promise<Result>,
  readSet: ReadSet,
): Promise<Result> {
  const client = await pool.connect()
  let usable = false
  try {
    sendTogether(client)
    const [, result] = await settleAll([client.query('begin'), runWithin(client, work, readSet)])
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

async function runWithin<Result>(
  client: PoolClient,
  work: (rows: Transaction) => Promise<Result>,
  readSet: ReadSet,
): Promise<Result> {
  const { rows, run } = createPostgresRows(client, readSet)
  await readSet.restart(run)
  const result = await work(rows)
  await readSet.confirm(run)
  return result
}
