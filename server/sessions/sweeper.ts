import type { Logger } from 'pino'
import { type IntervalJob, startIntervalJob } from '../interval-job.ts'

/** Well under the five seconds within which a session that stands still must end. */
const intervalMs = 1000

/** Runs `sweep` every second. */
export function startSweeper(sweep: () => Promise<number>, log: Logger): IntervalJob {
  const round = async () => {
    const expired = await sweep()
    if (expired > 0) log.info({ expired }, 'sessions expired')
  }
  return startIntervalJob('sweep', round, intervalMs, log)
}
