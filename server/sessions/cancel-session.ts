import type { SessionView } from '../../shared/session-view.ts'
import { toSessionView } from '../db/session-views.ts'
import { AppError } from '../errors.ts'
import { applyEvents, type PipelineContext } from './apply-events.ts'

/** Ends the session; one that has ended already is answered as it is. @throws AppError `NOT_FOUND` */
export async function cancelSession({ db, bus, ttlMs, now }: PipelineContext, sessionId: string): Promise<SessionView> {
  const { after, changes, errors } = await db.transaction(async (tx) => {
    const sessions = await tx.sessionsById([sessionId])
    const [before] = sessions
    if (!before) throw new AppError('NOT_FOUND', 'Session not found')
    const applied = await applyEvents(tx, { ended: { sessions, event: 'session.cancelled' } }, { now: now(), ttlMs })
    return { ...applied, after: applied.sessions.get(sessionId) ?? before }
  })
  if (errors[0]) throw errors[0]
  bus.publish(changes)
  return toSessionView(after)
}
