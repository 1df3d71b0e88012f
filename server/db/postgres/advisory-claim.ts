import type { Pool } from 'pg'
import type { Claim } from '../claim.ts'
import { whileAvailable } from './postgres-errors.ts'

/** Keeps the locks of claims apart from those of other uses. */
const claimLocks = 7_002

/** Claims over all processes: a lock of the connection's own, which PostgreSQL lets go with the connection. */
export function createPostgresClaim(pool: Pool): Claim {
  return async (name, work) => {
    const client = await whileAvailable(() => pool.connect())
    const lock = (what: string) =>
      whileAvailable(() =>
        client.query<{ done: boolean }>(`select ${what}($1, hashtext($2)) as done`, [claimLocks, name]),
      )
    let unclear = true
    try {
      const { rows } = await lock('pg_try_advisory_lock')
      const taken = rows[0]?.done ?? false
      try {
        return taken ? await work() : undefined
      } finally {
        if (taken) await lock('pg_advisory_unlock').catch(() => undefined)
        else unclear = false
      }
    } finally {
      client.release(unclear)
    }
  }
}
