import type { Logger } from 'pino'
import { type Rounds, startRounds } from '../rounds.ts'
import { lastPurgeOrFirstRow } from '../store/queries/retention-rows.ts'
import type { Store } from '../store/store.ts'
import { theServer } from './operator.ts'
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
export function startRetention(deps: PurgeDeps, claim: Store['claim'], log: Logger): Rounds {
  const isDue = async () => {
    const now = deps.now()
    const last = await lastPurgeOrFirstRow(deps.read)
    const sinceMs = last ? now.getTime() - last.getTime() : 0
    return sinceMs > dayMs || (sinceMs > apartMs && now.getUTCHours() === quietHour)
  }
  const round = async () => {
    if (!(await isDue())) return
    const purged = await claim('retention', async () => (await isDue()) && purge(deps, theServer)) // another process may just have done it
    if (purged) log.info({ purged }, 'old personal data purged')
  }
  return startRounds('retention', round, hourMs / 4, log)
}
