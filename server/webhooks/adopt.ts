import type { WebhookEvent } from '../../shared/webhook-event.ts'
import { settleAll } from '../db/settle-all.ts'
import type { Keys, OutcomeUpdate, SessionRow, Transaction } from '../db/transaction.ts'
import type { SessionDraft } from '../sessions/session-draft.ts'
import { type ApplyResult, applyEvent } from './apply-event.ts'
import { decodeWebhook } from './decode-webhook.ts'

/** The keys by which events find these sessions. */
export function keysOf(sessions: Iterable<Pick<SessionRow, 'connectionId' | 'invitationId'> | WebhookEvent>): Keys {
  const connectionIds = new Set<string>()
  const invitationIds = new Set<string>()
  for (const { connectionId, invitationId } of sessions) {
    if (connectionId !== null) connectionIds.add(connectionId)
    if (invitationId !== null) invitationIds.add(invitationId)
  }
  return { connectionIds: [...connectionIds], invitationIds: [...invitationIds] }
}

/** Events that wait, in the order they came, with every session they could belong to loaded into `changes`. */
export async function loadParked(rows: Transaction, changes: SessionDraft, keys: Keys): Promise<WebhookEvent[]> {
  const parked = new Map<string, WebhookEvent>()
  const asked = { connectionIds: new Set<string>(), invitationIds: new Set<string>() }
  let next = keys
  while (next.connectionIds.length + next.invitationIds.length > 0) {
    for (const id of next.connectionIds) asked.connectionIds.add(id)
    for (const id of next.invitationIds) asked.invitationIds.add(id)
    const [sessions, waiting] = await settleAll([rows.sessionsByKeys(next), rows.unmatchedEvents(next)])
    changes.load(sessions)
    for (const { webhookId, payload } of waiting) {
      const read = decodeWebhook(payload)
      if ('event' in read) parked.set(webhookId, read.event)
    }
    const found = keysOf([...changes.all(), ...parked.values()])
    next = {
      connectionIds: found.connectionIds.filter((id) => !asked.connectionIds.has(id)),
      invitationIds: found.invitationIds.filter((id) => !asked.invitationIds.has(id)),
    }
  }
  return [...parked.values()]
}

/** An event that waited, and the session it turned out to belong to. */
export type Adopted = ApplyResult & { readonly session: SessionRow }

/**
 * Applies what waits, again and again as long as that brings a session further: a binding in one
 * event can be what another waits for. Takes what it settled out of `parked`; answers it by webhook.
 */
export function adopt(changes: SessionDraft, parked: Map<string, WebhookEvent>): Map<string, Adopted> {
  const adopted = new Map<string, Adopted>()
  let progress = true
  while (progress) {
    progress = false
    for (const event of parked.values()) {
      const { outcome, session, error } = applyEvent(changes, event)
      if (outcome === 'unmatched' || session === null) continue
      parked.delete(event.webhookId)
      adopted.set(event.webhookId, { outcome, session, error })
      progress = true
    }
  }
  return adopted
}

/** What is written of a stored event that has been adopted. */
export function toSettlement(webhookId: string, { outcome, session, error }: Adopted, now: Date): OutcomeUpdate {
  const processedAt = outcome === 'failed' ? null : now
  return { webhookId, session: session.id, before: 'unmatched', outcome, error, processedAt, at: now }
}
