import type { Logger } from 'pino'
import type { WebhookEvent } from '../../shared/webhook-event.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import type { WebhookQuota } from '../limits/webhook-quota.ts'
import type { Bus } from '../sessions/bus.ts'
import { applyBatch, type Batch, type Receipt, toNewWebhook } from './apply-batch.ts'
import type { WebhookObserver } from './observer.ts'

export interface InboxDeps {
  readonly db: Database
  readonly bus: Bus
  /** Authenticated webhooks a minute per organization. */
  readonly quota: WebhookQuota
  readonly ttlMs: number
  readonly now: () => Date
  readonly log: Logger
  readonly observer: Pick<WebhookObserver, 'stored' | 'committed'>
}

export interface Inbox {
  /**
   * Resolves when the event and every effect of it are committed, or when it turns out to be a duplicate or too much.
   *
   * @throws AppError `DATABASE_UNAVAILABLE` where it could not be stored; the sender may try again.
   */
  store(event: WebhookEvent): Promise<Receipt>
}

interface Waiter {
  readonly event: WebhookEvent
  readonly resolve: (receipt: Receipt) => void
  readonly reject: (error: unknown) => void
}

/** So that one transaction stays short, however many wait. */
const maxBatch = 256
/** Where a transaction takes longer than this, the next one is not kept waiting for it; sooner, it would only be smaller. */
const patienceMs = 3
/** While batches are smaller than this, nothing is gained by making them larger. */
const smallBatch = 4

/** Group commit: whatever has arrived while earlier transactions ran is stored by the next one, and answered after its commit. */
export function createInbox(deps: InboxDeps): Inbox {
  let waiting: Waiter[] = []
  let running = 0
  let latest = 0

  const flush = async () => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxBatch)
      waiting = waiting.slice(maxBatch)
      latest = batch.length
      const away = await storeBatch(deps, batch)
      if (!away) continue
      for (const { reject } of waiting) reject(away) // they have waited for as long as it took to find out
      waiting = []
    }
    running--
  }

  const begin = () => {
    running++
    setImmediate(() => setImmediate(flush)) // what is readable now is read in one turn and gets here in the next: load makes the batch, no timer does
  }
  const beginAnother = () => {
    if (waiting.length > 0 && running < deps.db.concurrency) begin()
  }

  return {
    store: (event) =>
      new Promise((resolve, reject) => {
        waiting.push({ event, resolve, reject })
        if (running === 0) begin()
        else if (waiting.length === 1 && deps.db.concurrency > 1)
          setTimeout(beginAnother, latest < smallBatch ? 0 : patienceMs)
      }),
  }
}

/** Never rejects: each waiter gets its own answer. Answers the error where the database was away. */
async function storeBatch(deps: InboxDeps, waiters: readonly Waiter[]): Promise<AppError | undefined> {
  const startedMs = performance.now()
  try {
    const { receipts, changes, verdicts } = await commit(
      deps,
      waiters.map(({ event }) => event),
    )
    deps.observer.committed(waiters.length, (performance.now() - startedMs) / 1000)
    for (const [index, { event, resolve }] of waiters.entries()) {
      const receipt = receipts[index] ?? 'duplicate'
      if (receipt === 'stored') report(deps, event, verdicts)
      resolve(receipt)
    }
    deps.bus.publish(changes)
  } catch (error) {
    if (isUnavailable(error)) {
      for (const { reject } of waiters) reject(error)
      return error
    }
    if (waiters.length > 1)
      for (const waiter of waiters) await storeBatch(deps, [waiter]) // one bad row must not fail its neighbours
    else for (const waiter of waiters) await storeFailed(deps, waiter, error)
  }
  return undefined
}

async function commit({ db, quota, ttlMs, now }: InboxDeps, events: readonly WebhookEvent[]): Promise<Batch> {
  const ours = await quota.reserve(countByOrganization(events))
  try {
    const batch = await db.transaction((rows) => {
      ours.restart()
      return applyBatch(rows, events, { now: now(), ttlMs, limit: ours.take })
    })
    await ours.settle()
    return batch
  } catch (error) {
    ours.restart()
    const settled = ours.settle()
    if (!isUnavailable(error)) await settled // else what is away would be waited for twice
    throw error
  }
}

function countByOrganization(events: readonly WebhookEvent[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { organizationId } of events) counts.set(organizationId, (counts.get(organizationId) ?? 0) + 1)
  return counts
}

/** Keeps an event whose effects cannot be stored, so that it can be replayed when the reason is mended. */
async function storeFailed(
  { db, bus, now, log, observer }: InboxDeps,
  { event, resolve, reject }: Waiter,
  reason: unknown,
): Promise<void> {
  const error = reason instanceof Error ? reason.message : String(reason)
  const verdict = { outcome: 'failed', session: null, error } as const
  try {
    await db.transaction((rows) => rows.insertWebhooks([toNewWebhook(event, verdict, now())]))
    log.error({ webhookId: event.webhookId, err: reason }, 'webhook failed')
    observer.stored(event.dialect, 'failed')
    resolve('stored')
    bus.publish([])
  } catch (second) {
    log.error({ webhookId: event.webhookId, err: second }, 'webhook could not be stored')
    reject(new AppError('DATABASE_UNAVAILABLE', 'The webhook could not be stored', { cause: second }))
  }
}

function report({ log, observer }: InboxDeps, event: WebhookEvent, verdicts: Batch['verdicts']): void {
  const { webhookId, topic } = event
  const verdict = verdicts.get(webhookId)
  observer.stored(event.dialect, verdict?.outcome ?? 'unmatched')
  const fields = { webhookId, topic, outcome: verdict?.outcome, sessionId: verdict?.session?.sessionId }
  if (verdict?.outcome === 'failed') log.error({ ...fields, error: verdict.error }, 'webhook failed')
  else log.debug(fields, 'webhook stored')
}

function isUnavailable(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'DATABASE_UNAVAILABLE'
}
