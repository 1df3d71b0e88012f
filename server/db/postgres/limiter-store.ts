import type { Pool } from 'pg'
import type { LimiterStore } from '../database.ts'
import { whileAvailable } from './postgres-errors.ts'

/** Rows of windows that are over are dropped this often: each address that ever guessed a key has one. */
const cleanEveryMs = 60_000
/** No window is as long: one that ends later was begun before the clock was set back. */
const longestMs = 10 * 60_000

/** The table `RateLimit`, for the limits of all processes together. */
export function createLimiterStore(pool: Pool): LimiterStore {
  let cleanAtMs = 0
  const clean = async () => {
    cleanAtMs = performance.now() + cleanEveryMs
    const now = Date.now()
    await pool.query(
      'delete from "RateLimit" where "key" in (select "key" from "RateLimit" where "expire" not between $1 and $2 for update skip locked)',
      [now, now + longestMs],
    )
  }
  return {
    query: (statement) =>
      whileAvailable(async () => {
        if (performance.now() >= cleanAtMs) await clean()
        return pool.query(statement)
      }),
  }
}
