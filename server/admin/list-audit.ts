import type { PageRequest } from '../../shared/admin-inputs.ts'
import type { Database } from '../db/database.ts'
import { cutPage, readCursor, toCursor } from './page-cursor.ts'

/** A page of the audit trail, newest first. @throws AppError `BAD_REQUEST` for a cursor of another list. */
export async function listAudit({ db: { query } }: { readonly db: Database }, { cursor, limit }: PageRequest) {
  const before = readCursor('audit', {}, cursor).id
  const newest = query.selectFrom('AuditEntry').selectAll().orderBy('id', 'desc')
  const rows = newest.where('id', '<', before).limit(limit + 1)
  const { items, last } = cutPage(await rows.execute(), limit)
  return { items, nextCursor: last && toCursor('audit', {}, last) }
}
