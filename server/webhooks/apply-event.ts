import type { Outcome, WebhookEvent } from '../../shared/webhook-event.ts'
import type { SessionRow } from '../db/transaction.ts'
import type { SessionDraft } from '../sessions/session-draft.ts'

/** What became of one event: its outcome, the session it belongs to as it was before, and why it failed. */
export interface ApplyResult {
  readonly outcome: Outcome
  readonly session: SessionRow | null
  readonly error: string | null
}

const unmatched: ApplyResult = { outcome: 'unmatched', session: null, error: null }

/** The session that an event belongs to: by its connection, else by an invitation that no other connection has taken. */
function matchSession(changes: SessionDraft, { connectionId, invitationId }: WebhookEvent): SessionRow | null {
  const bound = connectionId === null ? undefined : changes.boundTo(connectionId)
  if (bound || invitationId === null) return bound ?? null
  return (
    changes.invitedBy(invitationId).find((session) => connectionId === null || session.connectionId === null) ?? null
  )
}

/** Applies one event to the session it belongs to, in memory. Never throws: what goes wrong is the event's own failure. */
export function applyEvent(changes: SessionDraft, event: WebhookEvent): ApplyResult {
  if (!event.known) return { outcome: 'ignored', session: null, error: null }
  const session = matchSession(changes, event)
  if (!session) return unmatched
  try {
    const outcome = moveThrough(changes, session, event)
    return outcome === 'blocked' ? unmatched : { outcome, session, error: null }
  } catch (error) {
    return { outcome: 'failed', session, error: error instanceof Error ? error.message : String(error) }
  }
}

/** One webhook can tell of several steps; it is applied where any of them is. */
function moveThrough(changes: SessionDraft, session: SessionRow, event: WebhookEvent): 'applied' | 'stale' | 'blocked' {
  const cause = event.dialect === 'reconciler' ? 'reconciler' : 'webhook'
  const reason = { cause, webhookId: event.webhookId } as const
  let outcome: 'applied' | 'stale' | 'blocked' = 'stale'
  for (const step of event.events) {
    const moved = changes.move(changes.get(session.sessionId) ?? session, step, reason, event)
    if (moved === 'blocked') return 'blocked'
    if (moved === 'applied') outcome = 'applied'
  }
  if (outcome === 'stale') changes.introduce(session, event, reason)
  return outcome
}
