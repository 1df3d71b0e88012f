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

/** So many of one key are read in one transaction, the oldest first. */
const readPerKey = 200
/** And so many of all keys together, more or less: beyond that only the sessions that they lead to. */
const readAtMost = 2_000
/** So many of each key even where there are many keys. */
const readAtLeast = 4

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
 * The stored events above number `after` that wait with one of `keys`, and with every key that these lead to, as far as one
 * transaction can take them; every session that any of them could belong to is loaded into `draft`. Rows of older versions
 * that have not been decoded yet are left out.
 */
export async function loadUnmatched(tx: Transaction, draft: SessionDraft, keys: Keys, after: number) {
  const rows = new Map<number, UnmatchedEvent>()
  const asked = { connectionIds: new Set<string>(), invitationIds: new Set<string>() }
  const ends = { connectionId: new Map<string, number>(), invitationId: new Map<string, number>() }
  let next = keys
  for (let size = sizeOf(next); size > 0; size = sizeOf(next)) {
    const isFull = rows.size >= readAtMost
    const limit = isFull ? 0 : Math.max(readAtLeast, Math.min(readPerKey, Math.floor(readAtMost / size)))
    const [sessions, events] = await settleAll([
      tx.sessionsByKeys(next), // first: what others leave waiting for a session is all there once it is locked
      isFull ? [] : tx.unmatchedEvents(next, { after, limit }),
    ])
    const lockedNow = keysOf(sessions.filter(({ sessionId }) => !draft.get(sessionId)))
    const again = only(lockedNow, (kind, id) => asked[kind].has(id)) // what waits with these was read before the lock
    draft.load(sessions)
    for (const row of events) rows.set(row.id, row)
    noteEnds(ends, next, { events, limit, after })
    for (const id of next.connectionIds) asked.connectionIds.add(id)
    for (const id of next.invitationIds) asked.invitationIds.add(id)
    const reached = only(keysOf([...draft.all(), ...rows.values()]), (kind, id) => !asked[kind].has(id))
    next = {
      connectionIds: [...again.connectionIds, ...reached.connectionIds],
      invitationIds: [...again.invitationIds, ...reached.invitationIds],
    }
  }
  return createUnmatchedEvents(
    [...rows.values()].sort((a, b) => a.id - b.id),
    ends,
  )
}

function only({ connectionIds, invitationIds }: Keys, isWanted: (kind: keyof Keys, id: string) => boolean): Keys {
  return {
    connectionIds: connectionIds.filter((id) => isWanted('connectionIds', id)),
    invitationIds: invitationIds.filter((id) => isWanted('invitationIds', id)),
  }
}

function sizeOf({ connectionIds, invitationIds }: Keys): number {
  return connectionIds.length + invitationIds.length
}

/** By key, the number of the last event that was read, where there may be more. */
type Ends = Readonly<Record<UnmatchedEvent['foundBy'], Map<string, number>>>

interface Read {
  readonly events: readonly UnmatchedEvent[]
  readonly limit: number
  readonly after: number
}

function noteEnds(ends: Ends, { connectionIds, invitationIds }: Keys, { events, limit, after }: Read): void {
  if (limit === 0) {
    for (const id of connectionIds) ends.connectionId.set(id, after)
    for (const id of invitationIds) ends.invitationId.set(id, after)
    return
  }
  const counts = { connectionId: new Map<string, number>(), invitationId: new Map<string, number>() }
  for (const event of events) {
    const key = event[event.foundBy] ?? ''
    const count = (counts[event.foundBy].get(key) ?? 0) + 1
    counts[event.foundBy].set(key, count)
    if (count === limit) ends[event.foundBy].set(key, event.id)
  }
}

function createUnmatchedEvents(rows: readonly UnmatchedEvent[], ends: Ends) {
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
      keep(toPipelineEvent(row, parseEvents(row.events)), row)
    } catch {
      keep(toPipelineEvent(row, []), row, 'What it tells was stored by another version, and cannot be read')
    }
  }

  const endOf = ({ connectionId, invitationId }: SessionRow): number =>
    Math.min(
      ends.connectionId.get(connectionId ?? '') ?? Number.POSITIVE_INFINITY,
      ends.invitationId.get(invitationId) ?? Number.POSITIVE_INFINITY,
    )

  return {
    /** Nothing waits, as far as is known. */
    isEmpty: (): boolean => waiting.size === 0 && ends.connectionId.size === 0 && ends.invitationId.size === 0,
    /** One that has just come, and found no session. */
    add: (event: WebhookEvent): void => keep(event, null),
    delete: ({ event }: Unmatched): void => void waiting.delete(event.webhookId),
    /** Not to be applied as one that waits: it is being processed anew. */
    forget: (webhookId: string): void => void waiting.delete(webhookId),
    /** Up to which event everything that has one of the session's keys was read; null where that is all. */
    loadedTo: (session: SessionRow): number | null => {
      const end = endOf(session)
      return Number.isFinite(end) ? end : null
    },
    /** What has one of the session's keys, in the order it came, as far as nothing before it is missing. */
    of(session: SessionRow): Unmatched[] {
      const end = endOf(session)
      const found = new Set([
        ...(byConnection.get(session.connectionId ?? '') ?? []),
        ...(byInvitation.get(session.invitationId) ?? []),
      ])
      return [...found]
        .filter((item) => waiting.get(item.event.webhookId) === item)
        .filter(({ stored }) => (stored?.id ?? Number.MAX_SAFE_INTEGER) <= end)
        .sort((a, b) => a.order - b.order)
    },
  }
}

/** Its peer is asked for only where it is applied: on SQLite that is a read of its own. */
function toPipelineEvent(row: UnmatchedEvent, events: PipelineEvent['events']): PipelineEvent {
  const { webhookId, dialect, organizationId, connectionId, invitationId, recordId } = row
  return {
    ...{ webhookId, dialect, organizationId, connectionId, invitationId, recordId, events },
    reuse: Boolean(row.reuse),
    known: true,
    get theirDid() {
      return row.theirDid
    },
    get theirLabel() {
      return row.theirLabel
    },
  }
}

function append(lists: Map<string, Unmatched[]>, key: string | null, item: Unmatched): void {
  if (key === null) return
  const list = lists.get(key)
  if (list) list.push(item)
  else lists.set(key, [item])
}
