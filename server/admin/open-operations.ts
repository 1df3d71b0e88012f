import type { Logger } from 'pino'
import type { Bus } from '../feed/bus.ts'
import type { Store } from '../store/store.ts'
import { retryFailed } from '../webhooks/retry.ts'
import { createSlidingWindow } from '../webhooks/sliding-window.ts'
import { createAccess } from './access.ts'
import { createAdmin } from './create-admin.ts'
import { startRounds } from './rounds.ts'

export interface OperationsDeps {
  readonly store: Store
  readonly bus: Bus
  /** Opens what is an operator's; undefined: nothing does. */
  readonly adminToken: string | undefined
  readonly ttlMs: number
  readonly now: () => Date
  readonly log: Logger
}

const minuteMs = 60_000
const wrongTokensPerMinute = 30
const retryEveryMs = 1_000

/** What an operator has, and what runs by itself for them: retries of failed events. */
export function openOperations({ store, bus, adminToken, ttlMs, now, log }: OperationsDeps) {
  const { ledger, read, claim } = store
  const failures = createSlidingWindow(wrongTokensPerMinute, minuteMs)
  const retries = startRounds(() => retryFailed({ ledger, bus, ttlMs, now, read, claim, log }), retryEveryMs, log)
  return {
    admin: createAdmin({ ledger, read, bus, ttlMs, now }),
    access: createAccess({ token: adminToken, ledger, read, failures, now }),
    stop: () => retries.stop(),
  }
}
