import type { Logger } from 'pino'
import type { Dialect, Outcome, WebhookEvent } from '../../shared/webhook-event.ts'
import { countWritten } from '../db/counters.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import type { WebhookQuota } from '../limits/webhook-quota.ts'
import { withoutIds } from '../logged-error.ts'
import type { Bus } from '../sessions/bus.ts'
import { createMarkOf, findErased, withoutPerson } from '../sessions/erased-keys.ts'
import { toNewWebhook } from '../sessions/webhook-rows.ts'
import { type Receipt, type StoredAs, type StoredBatch, storeEvents } from './store-events.ts'

/** Is told what happens to webhooks. What it does must be quick and never throw: every webhook waits for it. */
export interface WebhookObserver {
  /** How one was answered: an HTTP status, or `duplicate`. */
  answered(answer: string): void
  /** One was stored. */
  stored(dialect: Dialect, outcome: Outcome): void
  /** A batch was committed. */
  committed(batchSize: number, seconds: number): void
}

export interface InboxContext {
  readonly db: Database
  readonly bus: Bus
  /** Authenticated webhooks a minute per organization. */
  readonly quota: WebhookQuota
  /** Makes the marks of ids of people who were erased; without it nobody ever is. */
  readonly markKey?: string | undefined
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
/** Nor however large they are: writing goes on without a pause. */
const maxBatchLength = 8 * 1024 * 1024
/** Where a transaction takes longer than this, the next one is not kept waiting for it; sooner, it would only be smaller. */
const patienceMs = 3
/** While batches are smaller than this, nothing is gained by making them larger. */
const smallBatch = 4

/** Group commit: whatever has arrived while earlier transactions ran is stored by the next one, and answered after its commit. */
export function createInbox(ctx: InboxContext): Inbox {
  let waiting: Waiter[] = []
  let running = 0
  let latest = 0

  const flush = async () => {
    while (waiting.length > 0) {
      const size = sizeOfBatch(waiting)
      const batch = waiting.slice(0, size)
      waiting = waiting.slice(size)
      latest = batch.length
      const unavailable = await storeBatch(ctx, batch)
      if (!unavailable) continue
      for (const { reject } of waiting) reject(unavailable) // they have waited for as long as it took to find out
      waiting = []
    }
    running--
  }

  const begin = () => {
    running++
    setImmediate(() => setImmediate(flush)) // what is readable now is read in one turn and gets here in the next: load makes the batch, no timer does
  }
  const beginAnother = () => {
    if (waiting.length > 0 && running < ctx.db.concurrency) begin()
  }

  return {
    store: (event) =>
      new Promise((resolve, reject) => {
        waiting.push({ event, resolve, reject })
        if (running === 0) begin()
        else if (waiting.length === 1 && ctx.db.concurrency > 1)
          setTimeout(beginAnother, latest < smallBatch ? 0 : patienceMs)
      }),
  }
}

/** How many of those who wait the next transaction takes. */
function sizeOfBatch(waiting: readonly Waiter[]): number {
  let length = 0
  for (const [index, { event }] of waiting.entries()) {
    length += event.payload.length
    if (index === maxBatch || (index > 0 && length > maxBatchLength)) return index
  }
  return waiting.length
}

/** Never rejects: each waiter gets its own answer. Answers the error where the database was away. */
async function storeBatch(ctx: InboxContext, waiters: readonly Waiter[]): Promise<AppError | undefined> {
  const startedMs = performance.now()
  const events = waiters.map(({ event }) => event)
  const committed = await commit(ctx, events).catch((error: unknown) => ({ error }))
  if (!('error' in committed)) {
    const { receipts, results, changes, hasCommands } = committed
    for (const [index, { resolve }] of waiters.entries()) resolve(receipts[index] ?? 'duplicate')
    afterCommit(ctx, () => {
      ctx.observer.committed(waiters.length, (performance.now() - startedMs) / 1000)
      for (const [index, { event }] of waiters.entries()) report(ctx, event, results[index] ?? null)
      ctx.bus.publish(changes, hasCommands)
    })
    return undefined
  }
  const { error } = committed
  if (isUnavailable(error)) {
    for (const { reject } of waiters) reject(error)
    return error
  }
  if (waiters.length > 1)
    for (const waiter of waiters) await storeBatch(ctx, [waiter]) // one bad row must not fail its neighbours
  else for (const waiter of waiters) await storeFailed(ctx, waiter, error)
  return undefined
}

/** What fails here changes nothing any more of what is stored and answered. */
function afterCommit({ log }: InboxContext, tell: () => void): void {
  try {
    tell()
  } catch (error) {
    log.error({ err: error }, 'unexpected error')
  }
}

async function commit(
  { db, quota, markKey, ttlMs, now }: InboxContext,
  events: readonly WebhookEvent[],
): Promise<StoredBatch> {
  const { reserved, settle } = await quota.reserve(countByOrganization(events))
  try {
    const committed = await db.perform(storeEvents, { events, reserved, now: now(), ttlMs, markKey })
    await settle(committed.used)
    return committed
  } catch (error) {
    const settled = settle(new Map())
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
async function storeFailed(ctx: InboxContext, { event, resolve, reject }: Waiter, reason: unknown): Promise<void> {
  const { db, now, log, markKey } = ctx
  const error = reason instanceof Error ? reason.message : String(reason)
  const failed = toNewWebhook(event, { outcome: 'failed', session: null, error }, now())
  try {
    await db.transaction(async (tx) => {
      const isErased = markKey !== undefined && (await findErased(tx, createMarkOf(markKey), [event])).size > 0
      const webhooks = [isErased ? withoutPerson(failed) : failed]
      await tx.insertWebhooks(webhooks)
      await tx.addCounters(countWritten({ history: [], webhooks, updates: [] }))
    })
  } catch (second) {
    log.error({ webhookId: event.webhookId, err: second }, 'webhook could not be stored')
    return reject(new AppError('DATABASE_UNAVAILABLE', 'The webhook could not be stored', { cause: second }))
  }
  log.error({ webhookId: event.webhookId, err: reason }, 'webhook failed')
  resolve('stored')
  afterCommit(ctx, () => {
    ctx.observer.stored(event.dialect, 'failed')
    ctx.bus.publish([])
  })
}

function report({ log, observer }: InboxContext, event: WebhookEvent, stored: StoredAs | null): void {
  if (!stored) return
  const { webhookId, topic } = event
  const { outcome, session, error } = stored
  observer.stored(event.dialect, outcome)
  const fields = { webhookId, topic: event.known ? topic : undefined, outcome, session }
  if (outcome === 'failed') log.error({ ...fields, error: withoutIds(error ?? '') }, 'webhook failed')
  else log.debug(fields, 'webhook stored')
}

function isUnavailable(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'DATABASE_UNAVAILABLE'
}
