import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { z } from 'zod'
import type { Allowance, AllowanceRule, Granted } from '../allowance.ts'
import { whileAvailable } from './postgres-errors.ts'

const Taken = z.array(z.tuple([z.number(), z.number()]))
/** How many were taken in each second, the oldest first: `[second since 1970, count]`. */
export type Taken = z.infer<typeof Taken>

/** Rows of keys that nobody asks for any more are dropped this often. */
const cleanEveryMs = 60_000

/** The allowance as one row per key; the row is locked while it is counted, so that no two processes count the same. */
export function createPostgresAllowance(pool: Pool): Allowance {
  let cleanAt = 0
  return {
    async take(key, wanted, at, rule) {
      const client = await whileAvailable(() => pool.connect())
      let usable = false
      try {
        const granted = await whileAvailable(async () => {
          await client.query('begin')
          if (at.getTime() >= cleanAt) {
            cleanAt = at.getTime() + cleanEveryMs
            await client.query(
              'delete from "Allowance" where "key" in (select "key" from "Allowance" where "freeAt" < $1 for update skip locked)',
              [at],
            )
          }
          const { rows } = await client.query<{ taken: string }>({
            name: 'lockAllowance',
            text: `insert into "Allowance" ("key", "taken", "freeAt") values ($1, '[]', $2)
              on conflict ("key") do update set "key" = excluded."key" returning "taken"`,
            values: [digest(key), at],
          })
          const { taken, ...answer } = takeFrom(Taken.parse(JSON.parse(rows[0]?.taken ?? '[]')), wanted, at, rule)
          await client.query({
            name: 'writeAllowance',
            text: 'update "Allowance" set "taken" = $2, "freeAt" = $3 where "key" = $1',
            values: [digest(key), JSON.stringify(taken), new Date(at.getTime() + rule.windowMs)],
          })
          await client.query('commit')
          return answer
        })
        usable = true
        return granted
      } finally {
        client.release(!usable)
      }
    },
  }
}

/** What is left after `wanted` more at `at`. Pure. */
export function takeFrom(
  before: Taken,
  wanted: number,
  at: Date,
  { limit, windowMs }: AllowanceRule,
): Granted & { readonly taken: Taken } {
  const second = Math.floor(at.getTime() / 1000)
  const windowSeconds = Math.ceil(windowMs / 1000)
  const taken = before.filter(([when]) => when > second - windowSeconds)
  const used = taken.reduce((sum, [, count]) => sum + count, 0)
  const granted = Math.max(0, Math.min(wanted, limit - used))
  const latest = taken.at(-1)
  if (granted > 0 && latest && latest[0] >= second) taken[taken.length - 1] = [latest[0], latest[1] + granted]
  else if (granted > 0) taken.push([second, granted])
  const [oldest = second] = taken[0] ?? []
  return { taken, granted, retryAfterSeconds: granted === wanted ? 0 : Math.max(1, oldest + windowSeconds - second) }
}

/** The key may be somebody's address, and only has to be the same again. */
function digest(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}
