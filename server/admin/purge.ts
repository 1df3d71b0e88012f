import { setImmediate as nextTurn } from 'node:timers/promises'
import { deleteOldCounts } from '../store/counts/count-rows.ts'
import type { Ledger } from '../store/ledger.ts'
import { insertAudit } from '../store/queries/audit-rows.ts'
import { countStretch, lastKey, purgeStretch, purgeTables, stretchSize } from '../store/queries/retention-rows.ts'
import type { Execute } from '../store/statement.ts'
import type { Operator } from './operator.ts'

export interface PurgeDeps {
  readonly ledger: Ledger
  readonly read: Execute
  readonly retentionDays: number
  readonly now: () => Date
  /** Makes what was purged unreadable in the file too; false where it could not now. */
  readonly scrub: () => Promise<boolean>
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
  return walk(read, (table, from, to) => countStretch(read, table, from, to, before))
}

/**
 * Clears personal data older than the retention: payload bodies, DIDs, labels, addresses and user agents. Rows, outcomes
 * and counts stay. In small transactions, so that webhooks go on meanwhile; safe to break off and to repeat.
 */
export async function purge(deps: PurgeDeps, { by, address }: Operator): Promise<Purged> {
  const { ledger, read, retentionDays, now } = deps
  const at = now()
  const before = new Date(at.getTime() - retentionDays * dayMs)
  const purged = await walk(read, async (table, from, to) => {
    if ((await countStretch(read, table, from, to, before)) === 0) return 0
    return ledger.transaction(({ execute }) => purgeStretch(execute, table, from, to, before))
  })
  await ledger.transaction(({ execute }) => deleteOldCounts(execute, new Date(at.getTime() - countsKeptDays * dayMs)))
  if (Object.values(purged).every((count) => count === 0)) return purged
  const scrubbed = await deps.scrub()
  const counted = Object.entries(purged).map(([what, count]) => `${count} ${what}`)
  const detail = `${counted.join(', ')}; files ${scrubbed ? 'rewritten' : 'not rewritten'}`
  await ledger.transaction(({ execute }) =>
    insertAudit(execute, { at, action: 'purged', by, address, subject: null, detail }),
  )
  return purged
}

type Table = (typeof purgeTables)[number]

/** Each table in stretches of rows, giving way to webhooks after each. */
async function walk(read: Execute, visit: (table: Table, from: number, to: number) => Promise<number>) {
  const purged: Record<string, number> = {}
  for (const table of purgeTables) {
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
