import { setImmediate as nextTurn } from 'node:timers/promises'
import { applyEvents, type PipelineContext } from './apply-events.ts'

/** How many sessions one look finds. */
const found = 20

/**
 * Goes on with what waits for sessions where it was more than one transaction takes, until all of it was looked at; answers
 * how many transactions that took. One process at a time does so.
 */
export async function continueWaiting(ctx: PipelineContext): Promise<number> {
  const { db } = ctx
  if ((await findContinued(ctx)).length === 0) return 0 // nearly always
  const taken = await db.claim('waiting', async () => {
    let count = 0
    for (;;) {
      const sessions = await findContinued(ctx)
      if (sessions.length === 0) return count
      for (const { sessionId } of sessions) {
        await continueSession(ctx, sessionId)
        count++
        await nextTurn() // webhooks go first
      }
    }
  })
  return taken ?? 0
}

function findContinued({ db }: PipelineContext) {
  return db.query
    .selectFrom('ConnectionSession')
    .select('sessionId')
    .where('waitingAfter', 'is not', null)
    .orderBy('id')
    .limit(found)
    .execute()
}

async function continueSession({ db, bus, ttlMs, now }: PipelineContext, sessionId: string): Promise<void> {
  const { changes, hasCommands } = await db.transaction(async (tx) => {
    const [continued] = await tx.sessionsById([sessionId])
    if (!continued || continued.waitingAfter === null) return { changes: [], hasCommands: false }
    return applyEvents(tx, { continued }, { now: now(), ttlMs })
  })
  bus.publish(changes, hasCommands)
}
