import { setTimeout as delay } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import { AppError } from '../../errors.ts'
import type { Ledger, LedgerRows } from '../ledger.ts'
import { together } from '../together.ts'
import { unavailable } from '../unavailable.ts'
import { ConflictError, isConflict, isUnavailable, sqlState } from './postgres-errors.ts'
import { createPostgresRows } from './postgres-rows.ts'
import { createSightings, type Sightings } from './postgres-sightings.ts'
import { sendTogether } from './send-together.ts'

/** After this many a conflict is no coincidence. */
const maxAttempts = 10
/** Two processes that got in each other's way must not do so in step. */
const maxPauseMs = 20

/**
 * The ledger on PostgreSQL: as many transactions at once as the pool has connections, of this process and of others.
 * Where two of them meet, one waits; where that does not help, one runs again from the start and sees what the other
 * has written.
 */
export function createPostgresLedger(pool: Pool): Ledger {
  return {
    concurrency: 2, // while one waits for the disk, the next is made ready; more would only make smaller batches
    async transaction(work) {
      const sightings = createSightings()
      for (let attempt = 1; ; attempt++) {
        try {
          return await attemptOnce(pool, work, sightings)
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
  work: (rows: LedgerRows) => Promise<Result>,
  sightings: Sightings,
): Promise<Result> {
  const client = await pool.connect()
  let usable = false
  try {
    sendTogether(client)
    const [, result] = await together([client.query('begin'), runWithin(client, work, sightings)])
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
  work: (rows: LedgerRows) => Promise<Result>,
  sightings: Sightings,
): Promise<Result> {
  const { rows, run } = createPostgresRows(client, sightings)
  await sightings.restart(run)
  const result = await work(rows)
  await sightings.confirm(run)
  return result
}
