import { sql } from 'kysely'
import { z } from 'zod'
import type { PageRequest } from '../../shared/admin-inputs.ts'
import type { Actor } from '../actor.ts'
import { insertAudit } from '../db/audit-trail.ts'
import type { Database } from '../db/database.ts'
import type { CommandOutcome } from '../db/entities/platform-command.ts'
import { AppError } from '../errors.ts'
import type { Bus } from '../sessions/bus.ts'
import { cutPage, readCursor, toCursor } from './page-cursor.ts'

export const ByCommand = z.object({ id: z.int().positive() })

const refused = sql.lit<CommandOutcome>('refused') // a literal, or the partial index does not serve

/** A page of what the platform refused and nobody has sent again, newest first. @throws AppError `BAD_REQUEST` for a cursor of another list. */
export async function listRefused({ db: { query } }: { readonly db: Database }, { cursor, limit }: PageRequest) {
  const before = readCursor('refused', {}, cursor).id
  const rows = await query
    .selectFrom('PlatformCommand as c')
    .innerJoin('ConnectionSession as s', 's.id', 'c.session')
    .select(['c.id', 'c.kind', 'c.attempt', 'c.createdAt', 'c.settledAt', 'c.calls', 'c.error', 's.sessionId'])
    .where('c.outcome', '=', refused)
    .where('c.id', '<', before)
    .orderBy('c.id', 'desc')
    .limit(limit + 1)
    .execute()
  const { items, last } = cutPage(rows, limit)
  return { items, nextCursor: last && toCursor('refused', {}, { id: last.id, at: last.createdAt }) }
}

/**
 * Sends what the platform refused once more, within the same attempt, and records that in the audit trail.
 *
 * @throws AppError `NOT_FOUND` where it is not there, or not refused any longer.
 */
export async function resendCommand(
  { db, bus, now }: { readonly db: Database; readonly bus: Bus; readonly now: () => Date },
  { id }: z.infer<typeof ByCommand>,
  actor: Actor,
): Promise<void> {
  await db.transaction(async (tx) => {
    const at = now()
    const command = await tx.query
      .updateTable('PlatformCommand')
      .set({ outcome: 'waiting', createdAt: at, dueAt: at, settledAt: null, error: null, unread: false, calls: 0 })
      .where('id', '=', id)
      .where('outcome', '=', refused)
      .returning(['session', 'kind'])
      .executeTakeFirst()
    if (!command) throw new AppError('NOT_FOUND', 'There is nothing to send again')
    const session = await tx.query
      .updateTable('ConnectionSession')
      .set({ problem: null })
      .where('id', '=', command.session)
      .returning('sessionId')
      .executeTakeFirst()
    const detail = command.kind
    await insertAudit(tx, actor, { at, action: 'command-resent', subject: session?.sessionId ?? String(id), detail })
  })
  bus.publish([], true)
}
