import type { Logger } from 'pino'
import type { AnswerCounts } from './admin/answer-counts.ts'
import type { PurgeContext } from './admin/purge.ts'
import { startRetention } from './admin/retention.ts'
import { startIntervalJob } from './interval-job.ts'
import type { ReplayDeps } from './webhooks/replay-webhook.ts'
import { retryFailed } from './webhooks/retry-failed.ts'

export interface JobsDeps extends ReplayDeps, PurgeContext {
  readonly answerCounts: AnswerCounts
  readonly log: Logger
}

const retryEveryMs = 1_000
const flushEveryMs = 1_000

/** Starts what runs by itself for an operator: retries of failed events, retention, and the counts of answers. */
export function startJobs(deps: JobsDeps) {
  const { db, answerCounts, log } = deps
  const retention = startRetention(deps, log)
  const flushes = startIntervalJob('answer counts', answerCounts.flush, flushEveryMs, log)
  const retry = () => retryFailed({ ...deps, read: db.read, claim: db.claim })
  const retries = startIntervalJob('retries', retry, retryEveryMs, log)
  return {
    async stop(): Promise<void> {
      for (const job of [retries, retention, flushes]) await job.stop()
      await answerCounts.flush().catch((error: unknown) => {
        log.warn({ err: error }, 'counts of refused webhooks were lost')
      })
    },
  }
}
