import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { whileAvailable } from './postgres-errors.ts'

/** No transaction of ours takes as long; what does is a backup, which writes nothing. */
const patienceMs = 15_000
const lookEveryMs = 20

/** Resolves once every transaction has ended that this database had open under our name: later ones see what is committed now. */
export async function awaitEarlier(pool: Pick<Pool, 'query'>): Promise<void> {
  const { rows } = await whileAvailable(() => pool.query<{ now: string }>('select clock_timestamp()::text as "now"'))
  const values = [rows[0]?.now]
  const text = `select 1 from pg_stat_activity where datname = current_database() and usename = current_user
    and pid <> pg_backend_pid() and xact_start < $1::timestamptz limit 1`
  for (const deadlineMs = performance.now() + patienceMs; performance.now() < deadlineMs; await delay(lookEveryMs)) {
    const { rowCount } = await whileAvailable(() => pool.query(text, values))
    if (rowCount === 0) return
  }
}
