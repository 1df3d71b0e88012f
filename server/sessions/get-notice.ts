import type { Database } from '../db/database.ts'
import { findNotice, type Notice } from '../db/keep-notice.ts'
import { AppError } from '../errors.ts'

export type { Notice } from '../db/keep-notice.ts'

/** The privacy notice of that version, as it was shown then. @throws AppError `NOT_FOUND`, `DATABASE_UNAVAILABLE` */
export async function getNotice({ db }: { readonly db: Pick<Database, 'query'> }, version: number): Promise<Notice> {
  const notice = await findNotice(db, version)
  if (!notice) throw new AppError('NOT_FOUND', 'There is no privacy notice of that version')
  return notice
}
