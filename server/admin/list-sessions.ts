import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { ListSessions } from '../../shared/admin-inputs.ts'
import { outcomeOf } from '../../shared/session-outcome.ts'
import { CommandKind } from '../../shared/session-status.ts'
import { StoredView } from '../../shared/session-view.ts'
import type { Database } from '../db/database.ts'
import type { Tables } from '../db/entities/entities.ts'
import { padded } from '../db/padded.ts'
import { viewColumns } from '../db/transaction.ts'
import { findSessions } from './find-by-id.ts'
import { type Cursor, cutPage, readCursor, toCursor } from './page-cursor.ts'

const times = { createdAt: z.date(), updatedAt: z.date(), expiresAt: z.date() }
/** A session as the console lists it. No DIDs, no addresses. */
const AdminSession = StoredView.omit({ invitationUrl: true, shortUrl: true }).extend({
  ...times,
  /** What the platform refused last, where it was not asked anew. */
  problem: CommandKind.nullable(),
})

/**
 * A page of sessions, newest first; those of one status by when they run out or ended, the latest first. One in a state
 * that nothing here knows is left out. @throws AppError `BAD_REQUEST` for a cursor of another list.
 */
export async function listSessions({ db: { query } }: { readonly db: Database }, input: ListSessions) {
  const { cursor, limit, ...filter } = input
  const rows = await readSessions(query, input, readCursor('sessions', filter, cursor))
  const { items, last } = cutPage(rows, limit)
  return {
    items: items.flatMap(({ endedBy, ...row }) => {
      const { data: session } = AdminSession.safeParse(row)
      return session ? { ...session, outcome: outcomeOf({ ...session, endedBy }) } : []
    }),
    nextCursor: last && toCursor('sessions', filter, { id: last.id, at: last.expiresAt }),
  }
}

async function readSessions(query: Kysely<Tables>, { status, text, limit }: ListSessions, after: Cursor) {
  const ids = text ? [...(await findSessions(query, text)), ...(await sessionsOfWebhook(query, text))] : undefined
  if (ids?.length === 0) return []
  let sessions = query
    .selectFrom('ConnectionSession')
    .select(['id', 'problem', ...viewColumns])
    .limit(limit + 1)
  if (ids) sessions = sessions.where('id', 'in', padded(ids))
  if (!status) return sessions.where('id', '<', after.id).orderBy('id', 'desc').execute()
  return sessions
    .where('status', '=', status)
    .where(({ eb, refTuple, tuple }) => eb(refTuple('expiresAt', 'id'), '<', tuple(after.at, after.id)))
    .orderBy('expiresAt', 'desc') // the order that has an index
    .orderBy('id', 'desc')
    .execute()
}

/** Numbers of the sessions that an event belongs to. */
async function sessionsOfWebhook(query: Kysely<Tables>, webhookId: string): Promise<number[]> {
  const rows = await query.selectFrom('WebhookEvent').select('session').where('webhookId', '=', webhookId).execute()
  return rows.flatMap(({ session }) => session ?? [])
}
