import type { Outcome, WebhookEvent } from '../../shared/webhook-event.ts'
import type { SessionRow } from '../db/transaction.ts'
import type { SessionDraft } from './session-draft.ts'
import { hasRecord, isOutdated } from './session-records.ts'

/** What of a webhook moves sessions; the same for one that has just come and for one that was stored. */
export type PipelineEvent = Pick<WebhookEvent, 'webhookId' | 'dialect' | 'organizationId' | 'known' | 'events'> &
  Pick<WebhookEvent, 'connectionId' | 'invitationId' | 'recordId' | 'reuse' | 'theirDid' | 'theirLabel'>

/** What became of one event: its outcome, the session it belongs to as it was before, and why it failed. */
export interface ApplyResult {
  readonly outcome: Outcome
  readonly session: SessionRow | null
  readonly error: string | null
}

const unmatched: ApplyResult = { outcome: 'unmatched', session: null, error: null }

/**
 * Applies one event to the session it belongs to, in memory; to none that `mustWait`. Never throws: what goes wrong is the
 * event's own failure.
 */
export function applyEvent(
  draft: SessionDraft,
  event: PipelineEvent,
  mustWait: (session: SessionRow) => boolean = () => false,
): ApplyResult {
  if (!event.known) return { outcome: 'ignored', session: null, error: null }
  const session = matchSession(draft, event)
  if (!session || !isOfOne(session, event) || mustWait(session)) return unmatched
  try {
    const outcome = moveThrough(draft, session, event)
    return outcome === 'blocked' ? unmatched : { outcome, session, error: null }
  } catch (error) {
    return { outcome: 'failed', session, error: error instanceof Error ? error.message : String(error) }
  }
}

/**
 * The session that an event belongs to. A reused connection: the session of the new invitation. Else by its connection, of
 * several sessions the one whose record it is, or the newest; else by an invitation that no other connection has taken.
 */
function matchSession(draft: SessionDraft, event: PipelineEvent): SessionRow | null {
  const { connectionId, invitationId, reuse } = event
  if (reuse) return invited(draft, event)
  const bound = connectionId === null ? undefined : boundTo(draft, connectionId, event.recordId)
  if (bound || invitationId === null) return bound ?? null
  return invited(draft, event)
}

function boundTo(draft: SessionDraft, connectionId: string, recordId: string | null): SessionRow | undefined {
  const newest = draft.boundTo(connectionId)
  if (!newest || recordId === null || hasRecord(newest, recordId)) return newest
  return draft.allBoundTo(connectionId).find((session) => hasRecord(session, recordId)) ?? newest
}

function invited(draft: SessionDraft, { connectionId, invitationId }: PipelineEvent): SessionRow | null {
  const sessions = invitationId === null ? [] : draft.invitedBy(invitationId)
  const isFree = (session: SessionRow) => session.connectionId === null || session.connectionId === connectionId
  return sessions.find((session) => connectionId === null || isFree(session)) ?? null
}

/** A session is the organization's that it was made for, else of the one whose event moved it first. What the platform was asked for is its own answer. */
function isOfOne({ organization }: SessionRow, event: PipelineEvent): boolean {
  return organization === null || organization === event.organizationId || event.dialect === 'reconciler'
}

/** One webhook can tell of several steps; it is applied where any of them is. */
function moveThrough(draft: SessionDraft, session: SessionRow, event: PipelineEvent): 'applied' | 'stale' | 'blocked' {
  const cause = event.dialect === 'reconciler' ? 'reconciler' : 'webhook'
  const reason = { cause, webhookId: event.webhookId } as const
  let outcome: 'applied' | 'stale' = 'stale'
  for (const step of event.events) {
    const current = draft.get(session.sessionId) ?? session
    if (isOutdated(current, step, event.recordId)) continue
    const moved = draft.move(current, step, reason, event)
    if (moved === 'blocked') return 'blocked'
    if (moved === 'applied') outcome = 'applied'
  }
  if (outcome === 'stale') draft.mergePeer(session, event, reason)
  return outcome
}
