import type { Logger } from 'pino'
import { type IntervalJob, startIntervalJob } from '../interval-job.ts'
import type { ConfirmdPlatform } from './confirmd-platform.ts'

/** While something is wrong; else students' calls tell soon enough. */
const checkEveryMs = 60_000

/**
 * Asks the platform for a token at once, so that a start with wrong credentials is noticed by whoever starts it and not by
 * the first student; and, while something is wrong, asks again until it is right.
 */
export function watchPlatform({ token, probe, health }: ConfirmdPlatform, log: Logger): IntervalJob {
  const stopping = new AbortController()
  const { signal } = stopping
  let isFirst = true
  const check = async () => {
    if (!isFirst && health.trouble() === null) return
    try {
      await token(signal)
      if (isFirst) log.info('the platform gave a token')
      else await probe.organization(signal) // the other side of it
    } catch {
      if (!signal.aborted) health.tellNow() // says nothing where the platform is there and has refused that look alone
    } finally {
      isFirst = false
    }
  }
  const job = startIntervalJob('platform', check, checkEveryMs, log)
  return {
    stop: () => {
      stopping.abort()
      return job.stop()
    },
  }
}
