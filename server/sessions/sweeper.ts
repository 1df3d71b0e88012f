import type { Logger } from 'pino'
import { type Rounds, startRounds } from '../rounds.ts'

/** Well under the five seconds within which a session that stands still must end. */
const intervalMs = 1000

/** Runs `sweep` every second. */
export function startSweeper(sweep: () => Promise<number>, log: Logger): Rounds {
  const round = async () => {
    const expired = await sweep()
    if (expired > 0) log.info({ expired }, 'sessions expired')
  }
  return startRounds('sweep', round, intervalMs, log)
}
