import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Actor } from '../actor.ts'
import { insertAudit } from '../db/audit-trail.ts'
import { deleteOldCounts } from '../db/count-rows.ts'
import type { Database, Erasure } from '../db/database.ts'
import {
  countStretch,
  lastKey,
  type PurgeTable,
  purgeStretch,
  purgeTables,
  stepSize,
  stretchSize,
} from '../db/personal-data.ts'
import type { Execute } from '../db/statement.ts'

export interface PurgeDeps {
  readonly db: Database
  readonly read: Execute
  readonly retentionDays: number
  readonly now: () => Date
  readonly erasure: Erasure
  /** Whether the server stands still for this, so that the whole file can be written anew. */
  readonly thoroughly: boolean
}

/** How many rows of each kind held personal data. */
export type Purged = Readonly<Record<string, number>>

const dayMs = 86_400_000
/** Counts by time are shown for two days. */
const countsKeptDays = 8

/** How many rows a purge would clear now. Changes nothing. */
export function countPurge({
  read,
  retentionDays,
  now,
}: Pick<PurgeDeps, 'read' | 'retentionDays' | 'now'>): Promise<Purged> {
  const before = new Date(now().getTime() - retentionDays * dayMs)
  return walk(read, purgeTables('session'), (table, from, to) => countStretch(read, table, from, to, before))
}

/**
 * Clears personal data older than the retention, from the files too: payload bodies, DIDs, labels, addresses and user
 * agents. Rows, outcomes and counts stay. In small transactions, so that webhooks go on meanwhile; safe to break off and
 * to repeat.
 */
export async function purge(deps: PurgeDeps, { by, address }: Actor): Promise<Purged> {
  const { db, read, retentionDays, now, erasure, thoroughly } = deps
  const at = now()
  const before = new Date(at.getTime() - retentionDays * dayMs)
  const step = (table: PurgeTable, from: number, to: number) =>
    db.transaction(async ({ execute }) => {
      const count = await purgeStretch(execute, table, from, to, before)
      if (count > 0) erasure.overwrite(table.table, from, to)
      return count
    })
  const purged = await walk(read, purgeTables(erasure.historyKey), async (table, from, to) => {
    if ((await countStretch(read, table, from, to, before)) === 0) return 0
    let count = 0
    for (let start = from; start <= to; start += stepSize) {
      count += await step(table, start, Math.min(start + stepSize - 1, to))
      await nextTurn()
    }
    return count
  })
  await db.transaction(({ execute }) => deleteOldCounts(execute, new Date(at.getTime() - countsKeptDays * dayMs)))
  const erased = await erasure.finish(thoroughly)
  const counted = Object.entries(purged).map(([what, count]) => `${count} ${what}`)
  const detail = `${counted.join(', ')}; files ${erased ? 'overwritten' : 'not overwritten'}`
  await db.transaction(({ query }) => insertAudit(query, { at, action: 'purged', by, address, subject: null, detail }))
  return purged
}

/** Each table in stretches of rows, giving way to webhooks after each. */
async function walk(
  read: Execute,
  tables: readonly PurgeTable[],
  visit: (table: PurgeTable, from: number, to: number) => Promise<number>,
) {
  const purged: Record<string, number> = {}
  for (const table of tables) {
    const last = await lastKey(read, table)
    let count = 0
    for (let from = 0; from <= last; from += stretchSize) {
      count += await visit(table, from, from + stretchSize - 1)
      await nextTurn()
    }
    purged[table.what] = count
  }
  return purged
}
