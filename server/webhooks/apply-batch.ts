import type { WebhookEvent } from '../../shared/webhook-event.ts'
import { settleAll } from '../db/settle-all.ts'
import type { NewWebhook, OutcomeUpdate, Transaction } from '../db/transaction.ts'
import { createSessionDraft, type SessionChange } from '../sessions/session-draft.ts'
import { adopt, keysOf, loadParked, toSettlement } from './adopt.ts'
import { type ApplyResult, applyEvent } from './apply-event.ts'

export type Receipt = 'stored' | 'duplicate' | { readonly retryAfterSeconds: number }

export interface Batch {
  /** One for each event, in order. */
  readonly receipts: readonly Receipt[]
  readonly changes: readonly SessionChange[]
  readonly verdicts: ReadonlyMap<string, ApplyResult>
}

export interface BatchOptions {
  readonly now: Date
  readonly ttlMs: number
  /** Seconds to wait where the organization has used up its minute, else 0. Asked once per event that was not seen before. */
  readonly limit: (organizationId: string, now: Date) => number
}

/** The end of the year 9999. */
const latestMs = 253_402_300_800_000

/** Stores a batch of events and every effect of them, in one open transaction. */
export async function applyBatch(
  rows: Transaction,
  events: readonly WebhookEvent[],
  { now, ttlMs, limit }: BatchOptions,
): Promise<Batch> {
  const changes = createSessionDraft(now, ttlMs)
  const [alreadyStored, waiting] = await settleAll([
    rows.storedWebhooks(events.map(({ webhookId }) => webhookId)),
    loadParked(rows, changes, keysOf(events.filter(({ known }) => known))),
  ])
  const seen = new Set(alreadyStored)
  const receipts = events.map((event): Receipt => {
    if (seen.has(event.webhookId)) return 'duplicate'
    const retryAfterSeconds = limit(event.organizationId, now)
    if (retryAfterSeconds > 0) return { retryAfterSeconds }
    seen.add(event.webhookId)
    return 'stored'
  })
  const fresh = events.filter((_, index) => receipts[index] === 'stored')

  const parked = new Map(waiting.map((event) => [event.webhookId, event]))
  const verdicts = new Map<string, ApplyResult>()
  const settlements: OutcomeUpdate[] = []
  for (const event of fresh) {
    const verdict = applyEvent(changes, event)
    verdicts.set(event.webhookId, verdict)
    if (verdict.outcome === 'unmatched') parked.set(event.webhookId, event)
    else if (parked.size > 0) {
      for (const [webhookId, adopted] of adopt(changes, parked)) {
        if (verdicts.has(webhookId)) verdicts.set(webhookId, adopted)
        else settlements.push(toSettlement(webhookId, adopted, now))
      }
    }
  }

  const [written] = await settleAll([
    changes.write(rows),
    rows.insertWebhooks(fresh.map((event) => toNewWebhook(event, verdicts.get(event.webhookId), now))),
    rows.updateOutcomes(settlements),
  ])
  return { receipts, changes: written, verdicts }
}

/** The row of an event with its verdict. */
export function toNewWebhook(event: WebhookEvent, verdict: ApplyResult | undefined, now: Date): NewWebhook {
  const { outcome, session, error } = verdict ?? { outcome: 'unmatched', session: null, error: null }
  const processed = outcome !== 'unmatched' && outcome !== 'failed'
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
    outcome,
    error,
    processed,
    processedAt: processed ? now : null,
    createdAt: now,
    sentAt: readSentAt(event.timestamp),
  }
}

/** The sender's time, or null where it gave none, or one that cannot be true and that a database might not hold. */
function readSentAt(timestamp: string | null): Date | null {
  const ms = timestamp === null ? Number.NaN : Date.parse(timestamp)
  return ms >= 0 && ms < latestMs ? new Date(ms) : null
}
