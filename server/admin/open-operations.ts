import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import { startIntervalJob } from '../interval-job.ts'
import type { FailureLimit } from '../limits/failure-limit.ts'
import type { Bus } from '../sessions/bus.ts'
import { retryFailed } from '../webhooks/retry-failed.ts'
import { createAccess } from './access.ts'
import { createAnswerCounts } from './answer-counts.ts'
import { createAdmin } from './create-admin.ts'
import { createMetrics } from './metrics.ts'
import { startRetention } from './retention.ts'

export interface OperationsDeps {
  readonly db: Database
  readonly bus: Bus
  /** Opens what is an operator's; undefined: nothing does. */
  readonly adminToken: string | undefined
  /** Wrong tokens a minute per address. */
  readonly failures: FailureLimit
  readonly ttlMs: number
  readonly retentionDays: number
  readonly now: () => Date
  readonly log: Logger
}

const retryEveryMs = 1_000
const flushEveryMs = 1_000

/** What an operator has, and what runs by itself for them: retries of failed events. */
export function openOperations({ db, bus, adminToken, failures, ttlMs, retentionDays, now, log }: OperationsDeps) {
  const { read, claim } = db
  const purgeDeps = { db, read, retentionDays, now, erasure: db.erasure, thoroughly: false }
  const retention = startRetention(purgeDeps, claim, log)
  const tally = createAnswerCounts(db, now)
  const admin = createAdmin({ db, read, bus, ttlMs, now, keepAnswers: tally.flush, purge: purgeDeps })
  const metrics = createMetrics(admin.stats)
  const flushes = startIntervalJob('answer counts', tally.flush, flushEveryMs, log)
  const retries = startIntervalJob('retries', () => retryFailed({ db, bus, ttlMs, now, log }), retryEveryMs, log)
  return {
    admin,
    metrics,
    /** Is told how each webhook was answered, and which one it was where it was not refused. */
    answered: (answer: string, webhookId?: string) => {
      tally.add(answer, webhookId)
      metrics.observer.answered(answer)
    },
    access: createAccess({ token: adminToken, db, read, failures, now }),
    async stop() {
      await retries.stop()
      await retention.stop()
      await flushes.stop()
      await tally.flush().catch((error: unknown) => log.warn({ err: error }, 'counts of refused webhooks were lost'))
    },
  }
}
