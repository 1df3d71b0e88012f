import { advance, isEnded, type SessionState } from '../../shared/advance.ts'
import {
  CredentialStatus,
  ProofStatus,
  RequestType,
  type SessionEvent,
  SessionStatus,
} from '../../shared/session-status.ts'
import type { Cause } from '../db/entities/cause.ts'
import type { ChangedSession, HistoryRow, NewCommand, SessionRow } from '../db/transaction.ts'
import { createCommandDraft } from './command-draft.ts'
import { withRecord } from './session-records.ts'

/** What a webhook told about the other side of the connection, and which record it is about. */
export interface Peer {
  readonly organizationId: string | null
  readonly connectionId: string | null
  readonly recordId: string | null
  readonly theirDid: string | null
  readonly theirLabel: string | null
}

export interface Reason {
  readonly cause: Cause
  readonly webhookId: string | null
}

const nobody: Peer = { organizationId: null, connectionId: null, recordId: null, theirDid: null, theirLabel: null }

/**
 * The sessions that one transaction changes, as they will be, each change with its own version and history row.
 * Nothing in it reaches the database by itself.
 */
export function createSessionDraft(now: Date, ttlMs: number) {
  const sessions = new Map<string, SessionRow>()
  const byConnection = new Map<string, SessionRow>()
  const byInvitation = new Map<string, Set<string>>()
  const versionsBefore = new Map<string, number>()
  const history: HistoryRow[] = []
  const commands = createCommandDraft(now)

  const keep = (session: SessionRow) => {
    const { sessionId, connectionId, invitationId } = session
    sessions.set(sessionId, session)
    if (connectionId !== null && (byConnection.get(connectionId)?.id ?? 0) <= session.id) {
      byConnection.set(connectionId, session) // the newest of several
    }
    const invited = byInvitation.get(invitationId)
    if (invited) invited.add(sessionId)
    else byInvitation.set(invitationId, new Set([sessionId]))
  }

  const record = (before: SessionRow, after: SessionRow, { cause, webhookId }: Reason) => {
    keep(after)
    if (!versionsBefore.has(after.sessionId)) versionsBefore.set(after.sessionId, before.version)
    history.push(toHistory(before, after, cause, webhookId, now))
  }

  return {
    /** Starts from what the database holds, unless this draft has changed it already. */
    load(rows: readonly SessionRow[]): void {
      for (const row of rows) if (!sessions.has(row.sessionId)) keep(row)
    },
    /** Starts from a session that this transaction has made. */
    create(session: SessionRow): void {
      keep(session)
      history.push(toHistory(null, session, 'created', null, session.createdAt))
    },
    get: (sessionId: string): SessionRow | undefined => sessions.get(sessionId),
    all: (): Iterable<SessionRow> => sessions.values(),
    /** The newest session that has this connection. */
    boundTo: (connectionId: string): SessionRow | undefined => byConnection.get(connectionId),
    /** Every session that has, or had, this connection. */
    allBoundTo: (connectionId: string): SessionRow[] =>
      [...sessions.values()].filter((session) => session.connectionId === connectionId),
    invitedBy: (invitationId: string): SessionRow[] =>
      [...(byInvitation.get(invitationId) ?? [])].flatMap((sessionId) => sessions.get(sessionId) ?? []),

    /** Moves a session by `event`, and takes what is new of `peer` with it. Throws where the row's state is unknown. */
    move(
      session: SessionRow,
      event: SessionEvent,
      reason: Reason,
      peer: Peer = nobody,
    ): 'applied' | 'stale' | 'blocked' {
      const next = advance(toSessionState(session), event, RequestType.parse(session.requestType))
      if (next.outcome !== 'applied') return next.outcome
      const organization = session.organization ?? peer.organizationId
      const moved = withRecord({ ...merged(session, peer), organization, ...next.state }, event, peer.recordId)
      const after = {
        ...commands.add(moved, next.commands),
        version: session.version + 1,
        updatedAt: now,
        ...(isEnded(next.state.status)
          ? { endedBy: reason.cause } // it keeps when it would have run out
          : { expiresAt: new Date(now.getTime() + ttlMs) }),
      }
      record(session, after, reason)
      return 'applied'
    },

    /** Takes what is new of `peer` into a session that a stale event belongs to, so that the order of webhooks does not matter. */
    mergePeer(session: SessionRow, peer: Peer, reason: Reason): void {
      if (isEnded(toSessionState(session).status)) return
      const after = merged(session, peer)
      if (after !== session) record(session, { ...after, version: session.version + 1, updatedAt: now }, reason)
    },

    /** Notes up to which event what waits for the session was looked at, or null where that was all. No version tells of it. */
    wait(session: SessionRow, waitingAfter: number | null): void {
      if (session.waitingAfter === waitingAfter) return
      keep({ ...session, waitingAfter })
      if (!versionsBefore.has(session.sessionId)) versionsBefore.set(session.sessionId, session.version)
    },

    history: (): readonly HistoryRow[] => history,
    /** What the platform is to be asked for, less what is no longer called for. */
    commands: (): NewCommand[] => commands.due((sessionId) => sessions.get(sessionId)),
    changed: (): ChangedSession[] =>
      [...versionsBefore].flatMap(([sessionId, versionBefore]) => {
        const session = sessions.get(sessionId)
        return session ? { ...session, versionBefore } : []
      }),
  }
}

export type SessionDraft = ReturnType<typeof createSessionDraft>

/** The machine's state of a stored session. @throws ZodError where the row holds one that the machine does not have. */
export function toSessionState({ status, credential, proof }: SessionRow): SessionState {
  return {
    status: SessionStatus.parse(status),
    credential: CredentialStatus.parse(credential),
    proof: ProofStatus.parse(proof),
  }
}

function merged(session: SessionRow, peer: Peer): SessionRow {
  const connectionId = session.connectionId ?? peer.connectionId
  const theirDid = session.theirDid ?? peer.theirDid
  const theirLabel = session.theirLabel ?? peer.theirLabel
  const isSame =
    connectionId === session.connectionId && theirDid === session.theirDid && theirLabel === session.theirLabel
  if (isSame) return session
  const organization = session.organization ?? peer.organizationId
  return { ...session, connectionId, theirDid, theirLabel, organization }
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
