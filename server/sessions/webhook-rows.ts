import { cutText } from '../../shared/text.ts'
import type { Outcome, WebhookEvent } from '../../shared/webhook-event.ts'
import type { NewWebhook, OutcomeUpdate, SurplusEvent } from '../db/transaction.ts'
import type { ApplyResult } from './apply-event.ts'
import { retryAt } from './retry-delay.ts'
import type { Unmatched } from './unmatched-events.ts'

/** What is known of an event from before. */
export interface StoredEvent {
  readonly id: number
  readonly outcome: Outcome
  readonly createdAt: Date
  readonly attempts: number
  readonly session: number | null
}

/** The row of an event with what became of it. */
export function toNewWebhook(event: WebhookEvent, { outcome, session, error }: ApplyResult, now: Date): NewWebhook {
  const processed = isProcessed(outcome)
  return {
    webhookId: event.webhookId,
    dialect: event.dialect,
    topic: event.topic,
    organizationId: event.organizationId,
    agentId: event.agentId,
    connectionId: event.connectionId,
    invitationId: event.invitationId,
    session: session?.id ?? null,
    payload: event.payload,
    events: JSON.stringify(event.events),
    theirDid: event.theirDid,
    theirLabel: event.theirLabel,
    recordId: event.recordId,
    reuse: event.reuse,
    outcome,
    error: toError(error),
    processed,
    processedAt: processed ? now : null,
    createdAt: now,
    nextAttemptAt: outcome === 'failed' ? retryAt(0, now) : null,
    lagMs: lagOf(event.timestamp, now),
  }
}

/** What became of an event that waited. */
export function toSettled(
  { stored, event }: Unmatched,
  { outcome, session, error }: ApplyResult,
  now: Date,
): OutcomeUpdate {
  const processed = isProcessed(outcome)
  return {
    id: stored?.id ?? 0,
    webhookId: event.webhookId,
    session: session?.id ?? null,
    createdAt: stored?.createdAt ?? now,
    before: 'unmatched',
    outcome,
    error: toError(error),
    processed,
    processedAt: processed ? now : null,
    attempts: outcome === 'failed' ? 0 : (stored?.attempts ?? 0),
    nextAttemptAt: outcome === 'failed' ? retryAt(0, now) : null,
  }
}

/** An event beside which too many others wait. */
export function toSurplus({ id, webhookId, attempts, createdAt }: SurplusEvent, now: Date): OutcomeUpdate {
  return {
    id,
    webhookId,
    session: null,
    createdAt,
    before: 'unmatched',
    outcome: 'stale',
    error: 'Too many webhooks were waiting for this session',
    processed: true,
    processedAt: now,
    attempts,
    nextAttemptAt: null,
  }
}

/** What was done with stays so, whatever comes out this time. */
export function toReplayed(webhookId: string, stored: StoredEvent, result: ApplyResult, now: Date): OutcomeUpdate {
  const { outcome: before, attempts } = stored
  const isDone = before === 'applied' || before === 'stale'
  const outcome = isDone && result.outcome !== 'applied' ? before : result.outcome
  const processed = isProcessed(outcome)
  return {
    id: stored.id,
    webhookId,
    session: result.session?.id ?? stored.session,
    createdAt: stored.createdAt,
    before,
    outcome,
    error: toError(result.error),
    processed,
    processedAt: processed ? now : null,
    attempts: attempts + 1,
    nextAttemptAt: outcome === 'failed' ? retryAt(attempts + 1, now) : null,
  }
}

/** Whoever's words they are, no row must fail for them. */
function toError(error: string | null): string | null {
  return error === null ? null : cutText(error, maxErrorLength)
}

const maxErrorLength = 2_000

function isProcessed(outcome: Outcome): boolean {
  return outcome !== 'unmatched' && outcome !== 'failed'
}

/** Three and a half weeks: what the column holds. */
const mostLagMs = 2_147_483_647

/** How long after the sender's own time it came, below 0 where clocks differ; null where it gave none that can be true. */
function lagOf(timestamp: string | null, now: Date): number | null {
  const ms = now.getTime() - (timestamp === null ? Number.NaN : Date.parse(timestamp))
  return Math.abs(ms) <= mostLagMs ? ms : null
}
