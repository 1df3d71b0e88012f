import { applyEvents, type PipelineContext } from './apply-events.ts'

/** How many sessions one transaction ends, so that webhooks never wait long behind it. */
const batchSize = 200

/**
 * Abandons every session that has stood still past its `expiresAt`, less those that another process is at; answers how many.
 *
 * @throws Error where one of them is in a state that the machine does not have, after it has abandoned the others.
 */
export async function expireSessions({ db, bus, ttlMs, now }: PipelineContext): Promise<number> {
  let count = 0
  for (;;) {
    const at = now()
    const due = await db.query // most of the time there are none, and no transaction is needed to know it
      .selectFrom('ConnectionSession')
      .select('id')
      .where('status', 'in', ['invitation', 'request', 'response', 'active'])
      .where('expiresAt', '<=', at)
      .limit(1)
      .execute()
    if (due.length === 0) return count
    const { changes, errors } = await db.transaction(async (tx) => {
      const sessions = await tx.expiredSessions(at, batchSize)
      return applyEvents(tx, { ended: { sessions, event: 'session.expired' } }, { now: at, ttlMs })
    })
    bus.publish(changes)
    count += changes.length
    if (changes.length > 0) continue
    if (errors.length > 0) throw errors[0]
    return count
  }
}
