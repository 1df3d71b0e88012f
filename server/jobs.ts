import type { Logger } from 'pino'
import type { AnswerCounts } from './admin/answer-counts.ts'
import type { KeyUse } from './admin/key-use.ts'
import type { PurgeContext } from './admin/purge.ts'
import { startRetention } from './admin/retention.ts'
import { startIntervalJob } from './interval-job.ts'
import type { PipelineContext } from './sessions/apply-events.ts'
import { continueWaiting } from './sessions/continue-waiting.ts'
import { eraseIdentities } from './sessions/erase-identities.ts'
import { expireSessions } from './sessions/expire-sessions.ts'
import { decodeOlder } from './webhooks/decode-older.ts'
import { createReconcile, type ReconcileContext } from './webhooks/reconcile.ts'
import { continueReplays, type SelectEvents } from './webhooks/replay-many.ts'
import { retryFailed } from './webhooks/retry-failed.ts'
import { startReconciler } from './webhooks/run-reconciler.ts'

export interface JobsContext extends PipelineContext, PurgeContext, Omit<ReconcileContext, 'db' | 'afterMs'> {
  readonly answerCounts: AnswerCounts
  readonly keyUse: Pick<KeyUse, 'flush'>
  /** What a replay of many means. */
  readonly selectEvents: SelectEvents
  /** How long a session stands still before the platform is asked about it; 0 is never. */
  readonly reconcileAfterMs: number
  readonly log: Logger
}

/** Well under the five seconds within which a session that stands still must end. */
const sweepEveryMs = 1_000
const decodeEveryMs = 1_000
const continueEveryMs = 1_000
const retryEveryMs = 1_000
const flushEveryMs = 1_000
const keyUseEveryMs = 10_000
const identitiesEveryMs = 1_000
/** An operator looks on. */
const replayEveryMs = 500
/** Between two rounds of questions to the platform, at most. */
const reconcileEveryMs = 5_000

/** Starts what runs by itself; each shares its work out among all processes on the database where that is needed. */
export function startJobs(ctx: JobsContext): { stop(): Promise<void> } {
  const { db, answerCounts, keyUse, reconcileAfterMs: afterMs, log } = ctx
  const sweep = async () => {
    const expired = await expireSessions(ctx)
    if (expired > 0) log.info({ expired }, 'sessions expired')
  }
  const jobs = [
    startIntervalJob('sweep', sweep, sweepEveryMs, log),
    startIntervalJob('waiting', () => continueWaiting(ctx), continueEveryMs, log),
    startIntervalJob('decode', () => decodeOlder(ctx), decodeEveryMs, log),
    startIntervalJob('identities', () => eraseIdentities(ctx), identitiesEveryMs, log),
    startIntervalJob('retries', () => retryFailed(ctx), retryEveryMs, log),
    startIntervalJob('replays', () => continueReplays(ctx, ctx.selectEvents), replayEveryMs, log),
    startIntervalJob('answer counts', answerCounts.flush, flushEveryMs, log),
    startIntervalJob('key use', keyUse.flush, keyUseEveryMs, log),
    startRetention(ctx, log),
  ]
  if (afterMs > 0) {
    const reconcile = createReconcile({ ...ctx, afterMs })
    const intervalMs = Math.min(reconcileEveryMs, afterMs / 4)
    jobs.push(startReconciler({ reconcile, claim: db.claim, intervalMs, log }))
  }
  return {
    async stop() {
      await Promise.all(jobs.map((job) => job.stop()))
      await Promise.all([answerCounts.flush(), keyUse.flush()]).catch((error: unknown) => {
        log.warn({ err: error }, 'counts of refused webhooks, or of the secrets of others, were lost')
      })
    },
  }
}
