import type { Logger } from 'pino'
import type { Store } from '../db/store.ts'
import { startIntervalJob } from '../interval-job.ts'
import type { Failures } from '../limits/failure-limit.ts'
import type { Bus } from '../sessions/bus.ts'
import { retryFailed } from '../webhooks/retry-failed.ts'
import { createAccess } from './access.ts'
import { createAnswerTally } from './answer-counts.ts'
import { createAdmin } from './create-admin.ts'
import { createMetrics } from './metrics.ts'
import { startRetention } from './retention.ts'

export interface OperationsDeps {
  readonly store: Store
  readonly bus: Bus
  /** Opens what is an operator's; undefined: nothing does. */
  readonly adminToken: string | undefined
  /** Wrong tokens a minute per address. */
  readonly failures: Failures
  readonly ttlMs: number
  readonly retentionDays: number
  readonly now: () => Date
  readonly log: Logger
}

const retryEveryMs = 1_000
const flushEveryMs = 1_000

/** What an operator has, and what runs by itself for them: retries of failed events. */
export function openOperations({ store, bus, adminToken, failures, ttlMs, retentionDays, now, log }: OperationsDeps) {
  const { ledger, read, claim } = store
  const purgeDeps = { ledger, read, retentionDays, now, erasure: store.erasure, thoroughly: false }
  const retention = startRetention(purgeDeps, claim, log)
  const tally = createAnswerTally(ledger, now)
  const admin = createAdmin({ ledger, read, bus, ttlMs, now, keepAnswers: tally.flush, purge: purgeDeps })
  const metrics = createMetrics(admin.stats)
  const flushes = startIntervalJob('answer counts', tally.flush, flushEveryMs, log)
  const retries = startIntervalJob(
    'retries',
    () => retryFailed({ ledger, bus, ttlMs, now, read, claim, log }),
    retryEveryMs,
    log,
  )
  return {
    admin,
    metrics,
    /** Is told how each webhook was answered, and which one it was where it was not refused. */
    answered: (answer: string, webhookId?: string) => {
      tally.add(answer, webhookId)
      metrics.observer.answered(answer)
    },
    access: createAccess({ token: adminToken, ledger, read, failures, now }),
    async stop() {
      await retries.stop()
      await retention.stop()
      await flushes.stop()
      await tally.flush().catch((error: unknown) => log.warn({ err: error }, 'counts of refused webhooks were lost'))
    },
  }
}
