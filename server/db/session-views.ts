import { SessionView } from '../../shared/session-view.ts'
import type { SessionRow } from './transaction.ts'

export interface SessionVersion {
  readonly sessionId: string
  readonly version: number
}

/** Reads for streams and pages; they never wait for a webhook's transaction. */
export interface SessionQueries {
  /** The session's view, or null where there is none. */
  view(sessionId: string): Promise<SessionView | null>
  /** Every version after `version`, in order. */
  versionsAfter(sessionId: string, version: number): Promise<SessionView[]>
  /** At which version each of these sessions is; those that do not exist are left out. */
  versions(sessionIds: readonly string[]): Promise<SessionVersion[]>
  /** Unfinished sessions that have stood still past their `expiresAt`, the oldest first. */
  expired(now: Date, limit: number): Promise<string[]>
}

type Viewed = Omit<SessionRow, 'id' | 'theirDid' | 'connectionId' | 'theirLabel'> & {
  readonly connectionId?: string | null | undefined
  readonly theirLabel?: string | null | undefined
}

/** A row as a browser may see it. @throws ZodError where the row holds a state that nothing here knows. */
export function toSessionView(row: Viewed): SessionView {
  return SessionView.parse({
    sessionId: row.sessionId,
    version: row.version,
    status: row.status,
    credential: row.credential,
    proof: row.proof,
    requestType: row.requestType,
    invitationId: row.invitationId,
    invitationUrl: row.invitationUrl,
    connectionId: row.connectionId ?? null,
    theirLabel: row.theirLabel ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  })
}
