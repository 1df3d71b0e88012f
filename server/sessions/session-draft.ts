import { advance, isEnded } from '../../shared/advance.ts'
import type { SessionEvent } from '../../shared/session-status.ts'
import { settleAll } from '../db/settle-all.ts'
import type { Cause, HistoryRow, SessionRow, Transaction } from '../db/transaction.ts'
import { toSessionState } from './session-state.ts'

/** What the other side of the connection told about itself. */
export interface Peer {
  readonly connectionId: string | null
  readonly theirDid: string | null
  readonly theirLabel: string | null
}

export interface Reason {
  readonly cause: Cause
  readonly webhookId: string | null
}

/** A session at a version, as the bus tells it. */
export interface SessionChange {
  readonly sessionId: string
  readonly version: number
}

const nobody: Peer = { connectionId: null, theirDid: null, theirLabel: null }

/**
 * The sessions that one transaction changes, each change with its own version and history row.
 * Nothing reaches the database before `write`.
 */
export function createSessionDraft(now: Date, ttlMs: number) {
  const sessions = new Map<string, SessionRow>()
  const byConnection = new Map<string, string>()
  const byInvitation = new Map<string, Set<string>>()
  const changed = new Set<string>()
  const history: HistoryRow[] = []

  const keep = (session: SessionRow) => {
    sessions.set(session.sessionId, session)
    if (session.connectionId !== null) byConnection.set(session.connectionId, session.sessionId)
    const invited = byInvitation.get(session.invitationId)
    if (invited) invited.add(session.sessionId)
    else byInvitation.set(session.invitationId, new Set([session.sessionId]))
  }

  const record = (before: SessionRow, after: SessionRow, { cause, webhookId }: Reason) => {
    keep(after)
    changed.add(after.sessionId)
    history.push(toHistory(before, after, cause, webhookId, now))
  }

  return {
    /** Starts from what the database holds, unless this set has changed it already. */
    load(rows: readonly SessionRow[]): void {
      for (const row of rows) if (!sessions.has(row.sessionId)) keep(row)
    },
    get: (sessionId: string): SessionRow | undefined => sessions.get(sessionId),
    all: (): Iterable<SessionRow> => sessions.values(),
    boundTo: (connectionId: string): SessionRow | undefined => sessions.get(byConnection.get(connectionId) ?? ''),
    invitedBy: (invitationId: string): SessionRow[] =>
      [...(byInvitation.get(invitationId) ?? [])].flatMap((sessionId) => sessions.get(sessionId) ?? []),

    /** Moves a session by `event`, and takes what is new of `peer` with it. Throws where the row's state is unknown. */
    move(
      session: SessionRow,
      event: SessionEvent,
      reason: Reason,
      peer: Peer = nobody,
    ): 'applied' | 'stale' | 'blocked' {
      const next = advance(toSessionState(session), event)
      if (next.outcome !== 'applied') return next.outcome
      const after = {
        ...introduced(session, peer),
        ...next.state,
        version: session.version + 1,
        updatedAt: now,
        ...(!isEnded(next.state.status) && { expiresAt: new Date(now.getTime() + ttlMs) }), // an ended one keeps when it would have run out
      }
      record(session, after, reason)
      return 'applied'
    },

    /** Takes what is new of `peer` into a session that a stale event belongs to, so that the order of webhooks does not matter. */
    introduce(session: SessionRow, peer: Peer, reason: Reason): void {
      if (isEnded(toSessionState(session).status)) return
      const after = introduced(session, peer)
      if (after !== session) record(session, { ...after, version: session.version + 1, updatedAt: now }, reason)
    },

    /** Writes every change; answers the versions there are now. */
    async write(rows: Transaction): Promise<SessionChange[]> {
      const after = [...sessions.values()].filter(({ sessionId }) => changed.has(sessionId))
      await settleAll([rows.updateSessions(after), rows.insertHistory(history)])
      return after.map(({ sessionId, version }) => ({ sessionId, version }))
    },
  }
}

export type SessionDraft = ReturnType<typeof createSessionDraft>

/** The first history row of a session. */
export function toFirstHistory(session: SessionRow): HistoryRow {
  return toHistory(null, session, 'created', null, session.createdAt)
}

function introduced(session: SessionRow, peer: Peer): SessionRow {
  const connectionId = session.connectionId ?? peer.connectionId
  const theirDid = session.theirDid ?? peer.theirDid
  const theirLabel = session.theirLabel ?? peer.theirLabel
  const same =
    connectionId === session.connectionId && theirDid === session.theirDid && theirLabel === session.theirLabel
  return same ? session : { ...session, connectionId, theirDid, theirLabel }
}

function toHistory(
  before: SessionRow | null,
  after: SessionRow,
  cause: Cause,
  webhookId: string | null,
  at: Date,
): HistoryRow {
  return {
    session: after.id,
    version: after.version,
    cause,
    webhookId,
    statusBefore: before?.status ?? null,
    credentialBefore: before?.credential ?? null,
    proofBefore: before?.proof ?? null,
    status: after.status,
    credential: after.credential,
    proof: after.proof,
    connectionId: after.connectionId,
    theirLabel: after.theirLabel,
    expiresAt: after.expiresAt,
    at,
  }
}
