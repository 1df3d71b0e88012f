import type { Page } from '../../shared/admin-page.ts'
import type { AdminSession, ListSessions } from '../../shared/admin-session.ts'
import { readSessions, sessionsOfWebhook } from '../db/queries/session-log.ts'
import { sessionsNamed } from '../db/queries/text-search.ts'
import type { Execute } from '../db/statement.ts'
import { cutPage, readCursor, toCursor } from './page-cursor.ts'

/** A page of sessions. @throws AppError `BAD_REQUEST` for a cursor of another list. */
export async function listSessions(
  read: Execute,
  { cursor, limit, ...filter }: ListSessions,
): Promise<Page<AdminSession>> {
  const { status, text } = filter
  const after = readCursor('sessions', filter, cursor)
  const ids = text ? [...(await sessionsNamed(read, text)), ...(await sessionsOfWebhook(read, text))] : undefined
  const { items, last } = cutPage(await readSessions(read, { status, ids, after, limit: limit + 1 }), limit)
  return {
    items: items.flatMap(({ session }) => session ?? []),
    nextCursor: last && toCursor('sessions', filter, last),
  }
}
