import type { PageRequest } from '../../shared/admin-inputs.ts'
import { type AuditItem, readAudit } from '../db/audit-trail.ts'
import type { Database } from '../db/database.ts'
import { cutPage, type Page, readCursor, toCursor } from './page-cursor.ts'

/** A page of the audit trail, newest first. @throws AppError `BAD_REQUEST` for a cursor of another list. */
export async function listAudit(
  { db }: { readonly db: Database },
  { cursor, limit }: PageRequest,
): Promise<Page<AuditItem>> {
  const before = readCursor('audit', {}, cursor).id
  const { items, last } = cutPage(await readAudit(db, { before, limit: limit + 1 }), limit)
  return { items, nextCursor: last && toCursor('audit', {}, { id: last.id, at: new Date(last.at) }) }
}
