import type { PageRequest } from '../../shared/admin-inputs.ts'
import type { Database } from '../db/database.ts'
import { cutPage, readCursor, toCursor } from './page-cursor.ts'

/** A page of what portals were told, newest first: which portal, what kinds of details, of which session; no values. @throws AppError `BAD_REQUEST` for a cursor of another list. */
export async function listDisclosures({ db: { query } }: { readonly db: Database }, { cursor, limit }: PageRequest) {
  const before = readCursor('disclosures', {}, cursor).id
  const rows = query
    .selectFrom('Disclosure as d')
    .innerJoin('ConnectionSession as s', 's.id', 'd.session')
    .select(['d.id', 'd.at', 'd.client', 'd.scope', 's.sessionId', 's.reference', 's.erasedAt'])
    .where('d.id', '<', before)
    .orderBy('d.id', 'desc')
    .limit(limit + 1)
  const { items, last } = cutPage(await rows.execute(), limit)
  return { items, nextCursor: last && toCursor('disclosures', {}, last) }
}
