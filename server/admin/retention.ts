import type { Logger } from 'pino'
import { systemActor } from '../actor.ts'
import type { Database } from '../db/database.ts'
import { lastPurgeOrFirstRow } from '../db/personal-data.ts'
import { type IntervalJob, startIntervalJob } from '../interval-job.ts'
import { type PurgeDeps, purge } from './purge.ts'

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
export function startRetention(deps: PurgeDeps, claim: Database['claim'], log: Logger): IntervalJob {
  const isDue = async () => {
    const now = deps.now()
    const last = await lastPurgeOrFirstRow(deps.read)
    const sinceMs = last ? now.getTime() - last.getTime() : 0
    return sinceMs > dayMs || (sinceMs > apartMs && now.getUTCHours() === quietHour)
  }
  const round = async () => {
    if (!(await isDue())) return
    const purged = await claim('retention', async () => (await isDue()) && purge(deps, systemActor)) // another process may just have done it
    if (purged) log.info({ purged }, 'old personal data purged')
  }
  return startIntervalJob('retention', round, hourMs / 4, log)
}
