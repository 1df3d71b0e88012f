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
      const taken = isDone(await lock('pg_try_advisory_lock'))
      try {
        return taken ? await work() : undefined
      } finally {
        unclear = taken && !(await lock('pg_advisory_unlock').then(isDone, () => false))
      }
    } finally {
      client.release(unclear)
    }
  }
}

function isDone({ rows }: { readonly rows: readonly { readonly done: boolean }[] }): boolean {
  return rows[0]?.done ?? false
}
