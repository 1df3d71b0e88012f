import type { Logger } from 'pino'
import type { Store } from '../store/store.ts'
import { theServer } from './operator.ts'
import { type PurgeDeps, purge } from './purge.ts'
import { type Rounds, startRounds } from './rounds.ts'

const hourMs = 60 * 60 * 1000
/** Four in the morning in Lagos. */
const quietHour = 3
const dueAfterMs = 20 * hourMs

/** Purges once a day in the quiet hour, in one process of all that share the database. */
export function startRetention(deps: PurgeDeps, claim: Store['claim'], log: Logger): Rounds {
  let lastMs = Number.NEGATIVE_INFINITY
  const round = async () => {
    const now = deps.now()
    if (now.getUTCHours() !== quietHour || now.getTime() - lastMs < dueAfterMs) return
    lastMs = now.getTime()
    const purged = await claim('retention', () => purge(deps, theServer))
    if (purged) log.info({ purged }, 'old personal data purged')
  }
  return startRounds(round, hourMs / 4, log)
}
