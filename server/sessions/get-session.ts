import type { SessionView } from '../../shared/session-view.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'

/** The session as a browser may see it. @throws AppError `NOT_FOUND`, `DATABASE_UNAVAILABLE` */
export async function getSession(
  { db }: { readonly db: Pick<Database, 'views'> },
  sessionId: string,
): Promise<SessionView> {
  const session = await db.views.view(sessionId)
  if (!session) throw new AppError('NOT_FOUND', 'Session not found')
  return session
}
