import type { Outcome } from '../../shared/webhook-event.ts'
import type { Actor } from '../actor.ts'
import { insertAudit } from '../db/audit-trail.ts'
import { countWritten } from '../db/counters.ts'
import type { Transaction } from '../db/transaction.ts'
import { AppError } from '../errors.ts'
import type { ApplyResult } from '../sessions/apply-event.ts'
import { type Applied, applyEvents, type PipelineContext } from '../sessions/apply-events.ts'
import { toReplayed } from '../sessions/webhook-rows.ts'
import { keepDecoded } from './decode-older.ts'
import { decodeStoredWebhook } from './decode-webhook.ts'

/** What a replay did. `changed` is false where everything was already so. */
export interface Replayed {
  readonly webhookId: string
  readonly before: Outcome
  readonly outcome: Outcome
  readonly error: string | null
  readonly changed: boolean
}

/**
 * Processes a stored event again, as a new webhook would be, and records that in the audit trail. It is decoded anew, since
 * a newer version may read more in it. Safe to repeat: what has been applied stays applied, and moves nothing a second time.
 *
 * @throws AppError `NOT_FOUND`; `PURGED` where the payload is no longer kept.
 */
export async function replayWebhook(ctx: PipelineContext, webhookId: string, actor: Actor): Promise<Replayed> {
  const { replayed, changes, hasCommands } = await processAgain(ctx, webhookId, actor, null).catch((error: unknown) => {
    if (error instanceof AppError) throw error
    return processAgain(ctx, webhookId, actor, error instanceof Error ? error.message : String(error))
  })
  ctx.bus.publish(changes, hasCommands)
  return replayed
}

type Stored = Awaited<ReturnType<typeof lockStored>>

/** `failure` is why its effects cannot be stored, where that has turned out already. */
function processAgain({ db, ttlMs, now }: PipelineContext, webhookId: string, actor: Actor, failure: string | null) {
  return db.transaction(async (tx) => {
    const at = now()
    const done = await replayWithin(tx, webhookId, failure, { now: at, ttlMs })
    const { before, outcome } = done.replayed
    await insertAudit(tx, actor, { at, action: 'replayed', subject: webhookId, detail: `${before} → ${outcome}` })
    return done
  })
}

/** The same within a transaction that is open, with what became of others that waited for it; recorded nowhere. Throws likewise. */
export async function replayWithin(
  tx: Transaction,
  webhookId: string,
  failure: string | null,
  at: { readonly now: Date; readonly ttlMs: number },
) {
  const stored = await lockStored(tx, webhookId)
  const { result, ...done } = await apply(tx, webhookId, stored, failure, at)
  const { outcome, error } = toReplayed(webhookId, stored, result, at.now)
  const { outcome: before } = stored
  const replayed: Replayed = { webhookId, before, outcome, error, changed: before !== outcome }
  return { replayed, ...done }
}

async function apply(
  tx: Transaction,
  webhookId: string,
  stored: Stored,
  failure: string | null,
  at: { now: Date; ttlMs: number },
): Promise<{ readonly result: ApplyResult } & Pick<Applied, 'results' | 'changes' | 'hasCommands'>> {
  const decoded = failure === null ? decodeStoredWebhook(stored.payload, stored.organizationId) : { error: failure }
  if ('event' in decoded) {
    const event = { ...decoded.event, webhookId } // as it was stored: how keys are made may have changed since
    await keepDecoded(tx, stored.id, event)
    const { results, changes, hasCommands } = await applyEvents(tx, { events: [{ event, stored }] }, at)
    return {
      result: results.get(webhookId) ?? { outcome: 'unmatched', session: null, error: null },
      results,
      changes,
      hasCommands,
    }
  }
  const result = { outcome: 'failed', session: null, error: decoded.error } as const
  const updates = [toReplayed(webhookId, stored, result, at.now)]
  await tx.updateOutcomes(updates)
  await tx.addCounters(countWritten({ history: [], webhooks: [], updates }))
  return { result, results: new Map(), changes: [], hasCommands: false }
}

/** Reads the event and holds it, on every database, until the transaction ends. */
async function lockStored({ query }: Transaction, webhookId: string) {
  const stored = await query
    .updateTable('WebhookEvent')
    .set((eb) => ({ attempts: eb.ref('attempts') }))
    .where('webhookId', '=', webhookId)
    .returning(['id', 'payload', 'outcome', 'attempts', 'session', 'organizationId', 'createdAt'])
    .executeTakeFirst()
  if (!stored) throw new AppError('NOT_FOUND', 'Webhook not found')
  if (stored.payload === '') {
    throw new AppError('PURGED', 'The payload of this webhook has been purged, so it cannot be processed again')
  }
  return stored
}
