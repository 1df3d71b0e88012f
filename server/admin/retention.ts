import type { Logger } from 'pino'
import { systemActor } from '../actor.ts'
import type { Database } from '../db/database.ts'
import { type IntervalJob, startIntervalJob } from '../interval-job.ts'
import { type PurgeContext, purge } from './purge.ts'

const hourMs = 60 * 60 * 1000
/** Four in the morning in Lagos. */
const quietHour = 3
const dayMs = 24 * hourMs
/** So that it runs once in the quiet hour, and comes back to it after having been made up for at another. */
const apartMs = 2 * hourMs

/**
 * Purges once a day in the quiet hour, in one process of all that share the database; at once where the last time is over
 * a day ago, since the server may have been down in that hour.
 */
export function startRetention(ctx: PurgeContext, log: Logger): IntervalJob {
  const isDue = async () => {
    const now = ctx.now()
    const last = await lastPurgeOrFirstRow(ctx.db)
    const sinceMs = last ? now.getTime() - last.getTime() : 0
    return sinceMs > dayMs || (sinceMs > apartMs && now.getUTCHours() === quietHour)
  }
  const purgeWhenDue = async () => {
    if (!(await isDue())) return
    const purged = await ctx.db.claim('retention', async () => (await isDue()) && purge(ctx, systemActor)) // another process may just have done it
    if (purged) log.info({ purged }, 'old personal data purged')
  }
  return startIntervalJob('retention', purgeWhenDue, hourMs / 4, log)
}

/** When the last purge began; where there was none, when the first row was stored; null where there is no row. */
async function lastPurgeOrFirstRow({ query }: Database): Promise<Date | null> {
  const purges = query.selectFrom('AuditEntry').select('at').where('action', '=', 'purged').orderBy('id', 'desc')
  const sessions = query.selectFrom('ConnectionSession').select('createdAt as at').orderBy('id')
  const webhooks = query.selectFrom('WebhookEvent').select('createdAt as at').orderBy('createdAt')
  const first =
    (await purges.limit(1).executeTakeFirst()) ??
    (await sessions.limit(1).executeTakeFirst()) ??
    (await webhooks.limit(1).executeTakeFirst())
  return first?.at ?? null
}
