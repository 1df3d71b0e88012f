import type { SessionView } from '../../shared/session-view.ts'
import type { Database } from '../db/database.ts'
import { type SessionQueries, toSessionView } from '../db/session-views.ts'
import { AppError } from '../errors.ts'
import type { Bus } from './bus.ts'
import { createSessionDraft } from './session-draft.ts'

export interface EndDeps {
  readonly db: Database
  readonly queries: SessionQueries
  readonly bus: Bus
  readonly ttlMs: number
  readonly now: () => Date
}

/** How many sessions one transaction ends, so that webhooks never wait long behind it. */
const batchSize = 200

/** Ends the session; one that has ended already is answered as it is. @throws AppError `NOT_FOUND` */
export async function cancel({ db, bus, ttlMs, now }: EndDeps, sessionId: string): Promise<SessionView> {
  const { after, changes } = await db.transaction(async (rows) => {
    const set = createSessionDraft(now(), ttlMs)
    set.load(await rows.sessionsById([sessionId]))
    const session = set.get(sessionId)
    if (!session) throw new AppError('NOT_FOUND', 'Session not found')
    set.move(session, 'session.cancelled', { cause: 'cancel', webhookId: null })
    return { changes: await set.write(rows), after: set.get(sessionId) ?? session }
  })
  bus.publish(changes)
  return toSessionView(after)
}

/**
 * Abandons every session that has stood still past its `expiresAt`, less those that another process is at; answers how many.
 *
 * @throws where one of them is in a state that the machine does not have, after it has abandoned the others.
 */
export async function expire({ db, queries, bus, ttlMs, now }: EndDeps): Promise<number> {
  let count = 0
  for (;;) {
    const at = now()
    const due = await queries.expired(at, 1) // most of the time there are none, and no transaction is needed to know it
    if (due.length === 0) return count
    const { changes, unreadable } = await db.transaction(async (rows) => {
      const set = createSessionDraft(at, ttlMs)
      set.load(await rows.expiredSessions(at, batchSize))
      const failures: unknown[] = []
      for (const session of [...set.all()]) {
        try {
          set.move(session, 'session.expired', { cause: 'expiry', webhookId: null })
        } catch (error) {
          failures.push(new Error(`Session ${session.sessionId} cannot be read`, { cause: error }))
        }
      }
      return { changes: await set.write(rows), unreadable: failures }
    })
    bus.publish(changes)
    count += changes.length
    if (changes.length > 0) continue
    if (unreadable.length > 0) throw unreadable[0]
    return count
  }
}
