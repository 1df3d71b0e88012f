import { parseEvents, type WebhookEvent } from '../../shared/webhook-event.ts'
import { settleAll } from '../db/settle-all.ts'
import type { Keys, SessionRow, Transaction, UnmatchedEvent } from '../db/transaction.ts'
import type { PipelineEvent } from './apply-event.ts'
import type { SessionDraft } from './session-draft.ts'

/** An event that waits for its session. `stored` where it is a row already. */
export interface Unmatched {
  readonly event: PipelineEvent
  readonly stored: UnmatchedEvent | null
  /** Why what is stored of it cannot be read; null where it can. */
  readonly error: string | null
  /** Grows in the order in which they came. */
  readonly order: number
}

/** The keys by which events and sessions find each other. */
export function keysOf(items: Iterable<Pick<PipelineEvent, 'invitationId' | 'connectionId'>>): Keys {
  const connectionIds = new Set<string>()
  const invitationIds = new Set<string>()
  for (const { connectionId, invitationId } of items) {
    if (connectionId !== null) connectionIds.add(connectionId)
    if (invitationId !== null) invitationIds.add(invitationId)
  }
  return { connectionIds: [...connectionIds], invitationIds: [...invitationIds] }
}

/**
 * The stored events that wait with one of `keys`, and with every key that these lead to; every session that any of them
 * could belong to is loaded into `draft`. Rows of older versions that have not been decoded yet are left out.
 */
export async function loadUnmatched(tx: Transaction, draft: SessionDraft, keys: Keys) {
  const rows = new Map<number, UnmatchedEvent>()
  const asked = { connectionIds: new Set<string>(), invitationIds: new Set<string>() }
  let next = keys
  while (next.connectionIds.length + next.invitationIds.length > 0) {
    for (const id of next.connectionIds) asked.connectionIds.add(id)
    for (const id of next.invitationIds) asked.invitationIds.add(id)
    const [sessions, found] = await settleAll([tx.sessionsByKeys(next), tx.unmatchedEvents(next)])
    draft.load(sessions)
    for (const row of found) rows.set(row.id, row)
    const reached = keysOf([...draft.all(), ...rows.values()])
    next = {
      connectionIds: reached.connectionIds.filter((id) => !asked.connectionIds.has(id)),
      invitationIds: reached.invitationIds.filter((id) => !asked.invitationIds.has(id)),
    }
  }
  return createUnmatchedEvents([...rows.values()].sort((a, b) => a.id - b.id))
}

function createUnmatchedEvents(rows: readonly UnmatchedEvent[]) {
  const waiting = new Map<string, Unmatched>()
  const byConnection = new Map<string, Unmatched[]>()
  const byInvitation = new Map<string, Unmatched[]>()
  let order = 0

  const keep = (event: PipelineEvent, stored: UnmatchedEvent | null, error: string | null = null) => {
    const item = { event, stored, error, order: order++ }
    waiting.set(event.webhookId, item)
    append(byConnection, event.connectionId, item)
    append(byInvitation, event.invitationId, item)
  }
  for (const row of rows) {
    if (row.events === null) continue
    try {
      keep({ ...row, reuse: Boolean(row.reuse), known: true, events: parseEvents(row.events) }, row)
    } catch {
      keep(
        { ...row, reuse: Boolean(row.reuse), known: true, events: [] },
        row,
        'What it tells was stored by another version, and cannot be read',
      )
    }
  }

  return {
    isEmpty: (): boolean => waiting.size === 0,
    /** One that has just come, and found no session. */
    add: (event: WebhookEvent): void => keep(event, null),
    delete: ({ event }: Unmatched): void => void waiting.delete(event.webhookId),
    /** Not to be applied as one that waits: it is being processed anew. */
    forget: (webhookId: string): void => void waiting.delete(webhookId),
    /** What has one of the session's keys, in the order it came. */
    of({ connectionId, invitationId }: SessionRow): Unmatched[] {
      const found = new Set([
        ...(byConnection.get(connectionId ?? '') ?? []),
        ...(byInvitation.get(invitationId) ?? []),
      ])
      return [...found].filter((item) => waiting.get(item.event.webhookId) === item).sort((a, b) => a.order - b.order)
    },
  }
}

function append(lists: Map<string, Unmatched[]>, key: string | null, item: Unmatched): void {
  if (key === null) return
  const list = lists.get(key)
  if (list) list.push(item)
  else lists.set(key, [item])
}
