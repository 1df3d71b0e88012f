import type { Outcome, WebhookEvent } from '../../shared/webhook-event.ts'
import type { SessionRow } from '../db/transaction.ts'
import type { SessionDraft } from './session-draft.ts'

/** What of a webhook moves sessions; the same for one that has just come and for one that was stored. */
export type PipelineEvent = Pick<WebhookEvent, 'webhookId' | 'dialect' | 'known' | 'events'> &
  Pick<WebhookEvent, 'connectionId' | 'invitationId' | 'theirDid' | 'theirLabel'>

/** What became of one event: its outcome, the session it belongs to as it was before, and why it failed. */
export interface ApplyResult {
  readonly outcome: Outcome
  readonly session: SessionRow | null
  readonly error: string | null
}

const unmatched: ApplyResult = { outcome: 'unmatched', session: null, error: null }

/** Applies one event to the session it belongs to, in memory. Never throws: what goes wrong is the event's own failure. */
export function applyEvent(draft: SessionDraft, event: PipelineEvent): ApplyResult {
  if (!event.known) return { outcome: 'ignored', session: null, error: null }
  const session = matchSession(draft, event)
  if (!session) return unmatched
  try {
    const outcome = moveThrough(draft, session, event)
    return outcome === 'blocked' ? unmatched : { outcome, session, error: null }
  } catch (error) {
    return { outcome: 'failed', session, error: error instanceof Error ? error.message : String(error) }
  }
}

/** The session that an event belongs to: by its connection, else by an invitation that no other connection has taken. */
function matchSession(draft: SessionDraft, { connectionId, invitationId }: PipelineEvent): SessionRow | null {
  const bound = connectionId === null ? undefined : draft.boundTo(connectionId)
  if (bound || invitationId === null) return bound ?? null
  return draft.invitedBy(invitationId).find((session) => connectionId === null || session.connectionId === null) ?? null
}

/** One webhook can tell of several steps; it is applied where any of them is. */
function moveThrough(draft: SessionDraft, session: SessionRow, event: PipelineEvent): 'applied' | 'stale' | 'blocked' {
  const cause = event.dialect === 'reconciler' ? 'reconciler' : 'webhook'
  const reason = { cause, webhookId: event.webhookId } as const
  let outcome: 'applied' | 'stale' = 'stale'
  for (const step of event.events) {
    const moved = draft.move(draft.get(session.sessionId) ?? session, step, reason, event)
    if (moved === 'blocked') return 'blocked'
    if (moved === 'applied') outcome = 'applied'
  }
  if (outcome === 'stale') draft.mergePeer(session, event, reason)
  return outcome
}
