import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Actor } from '../actor.ts'
import { insertAudit } from '../db/audit-trail.ts'
import { deleteOldCounters } from '../db/counters.ts'
import type { Database } from '../db/database.ts'
import {
  clearPersonal,
  countPersonal,
  lastKey,
  type PurgeTable,
  purgeTables,
  type Reader,
  type RowRange,
} from '../db/personal-data.ts'

export interface PurgeContext {
  readonly db: Database
  readonly retentionDays: number
  readonly now: () => Date
}

/** How many rows of each kind held personal data. */
export type Purged = Readonly<Record<string, number>>

/** How many rows one read looks at. */
const rangeSize = 2000
/** How many rows one transaction clears, so that webhooks never wait long behind it. */
const stepSize = 500
const dayMs = 86_400_000
/** Counts by time are shown for two days. */
const countsKeptDays = 8

/** How many rows a purge would clear now. Changes nothing. */
export function countPurge(ctx: Pick<PurgeContext, 'retentionDays' | 'now'> & { db: Reader }): Promise<Purged> {
  const { db, retentionDays, now } = ctx
  const before = daysBefore(now(), retentionDays)
  return walk(db, purgeTables('session'), (table, range) => countPersonal(db, table, range, before))
}

/**
 * Clears personal data older than the retention, from the files too: payload bodies, DIDs, labels, addresses and user
 * agents. Rows, outcomes and counts stay. In small transactions, so that webhooks go on meanwhile; safe to break off and
 * to repeat. `thoroughly`: the server stands still for this, so that the whole file can be written anew.
 */
export async function purge(ctx: PurgeContext, actor: Actor, thoroughly = false): Promise<Purged> {
  const { db, retentionDays, now } = ctx
  const { erasure } = db
  const at = now()
  const before = daysBefore(at, retentionDays)
  const clear = (table: PurgeTable, step: RowRange) =>
    db.transaction(async (tx) => {
      const count = await clearPersonal(tx, table, step, before)
      if (count > 0) erasure.overwrite(table.table, step.from, step.to)
      return count
    })
  const purged = await walk(db, purgeTables(erasure.historyKey), async (table, { from, to }) => {
    if ((await countPersonal(db, table, { from, to }, before)) === 0) return 0
    let count = 0
    for (let start = from; start <= to; start += stepSize) {
      count += await clear(table, { from: start, to: Math.min(start + stepSize - 1, to) })
      await nextTurn()
    }
    return count
  })
  await db.transaction(({ query }) => deleteOldCounters(query, daysBefore(at, countsKeptDays)))
  const erased = await erasure.finish(thoroughly)
  const counted = Object.entries(purged).map(([what, count]) => `${count} ${what}`)
  const detail = `${counted.join(', ')}; files ${erased ? 'overwritten' : 'not overwritten'}`
  await db.transaction((tx) => insertAudit(tx, actor, { at, action: 'purged', detail }))
  return purged
}

/** Each table in ranges of rows, giving way to webhooks after each. */
async function walk(
  db: Reader,
  tables: readonly PurgeTable[],
  visit: (table: PurgeTable, range: RowRange) => Promise<number>,
) {
  const purged: Record<string, number> = {}
  for (const table of tables) {
    const last = await lastKey(db, table)
    let count = 0
    for (let from = 0; from <= last; from += rangeSize) {
      count += await visit(table, { from, to: from + rangeSize - 1 })
      await nextTurn()
    }
    purged[table.what] = count
  }
  return purged
}

function daysBefore(at: Date, days: number): Date {
  return new Date(at.getTime() - days * dayMs)
}
