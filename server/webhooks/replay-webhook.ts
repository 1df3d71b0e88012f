import { z } from 'zod'
import type { Replayed } from '../../shared/admin-webhook.ts'
import { Outcome } from '../../shared/webhook-event.ts'
import type { Actor } from '../actor.ts'
import { insertAudit } from '../db/audit-trail.ts'
import type { Database } from '../db/database.ts'
import { nextAttempt } from '../db/retry-plan.ts'
import type { Transaction } from '../db/transaction.ts'
import { AppError } from '../errors.ts'
import type { Bus } from '../sessions/bus.ts'
import { createSessionDraft, type SessionChange } from '../sessions/session-draft.ts'
import { adopt, keysOf, loadParked, toSettlement } from './adopt.ts'
import { type ApplyResult, applyEvent } from './apply-event.ts'
import { decodeWebhook } from './decode-webhook.ts'

export interface ReplayDeps {
  readonly db: Database
  readonly bus: Bus
  readonly ttlMs: number
  readonly now: () => Date
}

const StoredEvent = z.object({
  payload: z.string(),
  outcome: Outcome,
  attempts: z.number(),
  session: z.number().nullable(),
})

/**
 * Processes a stored event again, as a new webhook would be, and records that in the audit trail. Safe to repeat: what
 * has been applied stays applied, and moves nothing a second time.
 *
 * @throws AppError `NOT_FOUND`; `PURGED` where the payload is no longer kept.
 */
export async function replay(deps: ReplayDeps, webhookId: string, operator: Actor): Promise<Replayed> {
  const { replayed, changes } = await processAgain(deps, webhookId, operator)
  deps.bus.publish(changes)
  return replayed
}

async function processAgain({ db, ttlMs, now }: ReplayDeps, webhookId: string, operator: Actor) {
  try {
    return await db.transaction((rows) => applyAgain(rows, webhookId, operator, now(), ttlMs))
  } catch (error) {
    if (error instanceof AppError) throw error
    const verdict = {
      outcome: 'failed',
      session: null,
      error: error instanceof Error ? error.message : String(error),
    } as const
    const replayed = await db.transaction(async (rows) => {
      const stored = await lockEvent(rows, webhookId)
      return settle(rows, { webhookId, stored, verdict, operator, at: now() })
    })
    return { replayed, changes: [] }
  }
}

async function applyAgain(rows: Transaction, webhookId: string, operator: Actor, at: Date, ttlMs: number) {
  const stored = await lockEvent(rows, webhookId)
  const read = decodeWebhook(stored.payload)
  const set = createSessionDraft(at, ttlMs)
  if ('error' in read) {
    const verdict = { outcome: 'failed', session: null, error: read.error } as const
    const replayed = await settle(rows, { webhookId, stored, verdict, operator, at })
    return { replayed, changes: [] satisfies SessionChange[] }
  }
  const event = { ...read.event, webhookId }
  const parked = event.known ? await loadParked(rows, set, keysOf([event])) : []
  const verdict = applyEvent(set, event)
  const waiting = new Map(
    parked.filter((other) => other.webhookId !== webhookId).map((other) => [other.webhookId, other]),
  )
  const adopted = adopt(set, waiting)
  const changes = await set.write(rows)
  await rows.updateOutcomes([...adopted].map(([id, settled]) => toSettlement(id, settled, at)))
  return { replayed: await settle(rows, { webhookId, stored, verdict, operator, at }), changes }
}

/** Reads the event and holds it, on every database, until the transaction ends. */
async function lockEvent({ execute }: Transaction, webhookId: string) {
  const [row] = await execute(
    `update "WebhookEvent" set "attempts" = "attempts" where "webhookId" = ?
     returning "payload", "outcome", "attempts", "session"`,
    [webhookId],
  )
  if (!row) throw new AppError('NOT_FOUND', 'Webhook not found')
  const stored = StoredEvent.parse(row)
  if (stored.payload === '') {
    throw new AppError('PURGED', 'The payload of this webhook has been purged, so it cannot be processed again')
  }
  return stored
}

interface Settling {
  readonly webhookId: string
  readonly stored: z.infer<typeof StoredEvent>
  readonly verdict: ApplyResult
  readonly operator: Actor
  readonly at: Date
}

/** Writes the outcome, and what is recorded of the replay. What was done with stays so, whatever comes out this time. */
async function settle(rows: Transaction, { webhookId, stored, verdict, operator, at }: Settling): Promise<Replayed> {
  const { outcome: before, attempts } = stored
  const done = before === 'applied' || before === 'stale'
  const outcome = done && verdict.outcome !== 'applied' ? before : verdict.outcome
  const processed = outcome !== 'failed' && outcome !== 'unmatched'
  const session = verdict.session?.id ?? stored.session
  const { error } = verdict
  await rows.updateOutcomes([{ webhookId, session, before, outcome, error, processedAt: processed ? at : null, at }])
  await rows.execute(
    'update "WebhookEvent" set "processed" = ?, "attempts" = ?, "nextAttemptAt" = ? where "webhookId" = ?',
    [processed, attempts + 1, outcome === 'failed' ? nextAttempt(attempts + 1, at) : null, webhookId],
  )
  const { by, address } = operator
  const detail = `${before} → ${outcome}`
  await insertAudit(rows, { at, action: 'replayed', by, address, subject: webhookId, detail })
  return { webhookId, before, outcome, error, changed: before !== outcome }
}
