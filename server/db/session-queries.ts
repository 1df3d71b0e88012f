import type { SqlEntityManager } from '@mikro-orm/sqlite'
import { SessionView } from '../../shared/session-view.ts'
import { ConnectionSession } from './entities/connection-session.ts'
import { SessionHistory } from './entities/session-history.ts'
import type { SessionRow } from './ledger.ts'

const plain = { disableIdentityMap: true } as const

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

export function createSessionQueries(fork: () => SqlEntityManager): SessionQueries {
  const find = (em: SqlEntityManager, sessionId: string) => em.findOne(ConnectionSession, { sessionId }, plain)
  return {
    view: async (sessionId) => {
      const session = await find(fork(), sessionId)
      return session && toSessionView(session)
    },
    versionsAfter: async (sessionId, version) => {
      const em = fork()
      const session = await find(em, sessionId)
      if (!session || session.version <= version) return []
      const history = await em.find(
        SessionHistory,
        { session: session.id, version: { $gt: version } },
        { ...plain, orderBy: { version: 'asc' } },
      )
      return history.map((row) => toSessionView({ ...session, ...row, updatedAt: row.at }))
    },
    versions: (sessionIds) =>
      fork().find(
        ConnectionSession,
        { sessionId: { $in: [...sessionIds] } },
        { ...plain, fields: ['sessionId', 'version'] },
      ),
    expired: async (now, limit) => {
      const found = await fork().find(
        ConnectionSession,
        { status: { $in: ['invitation', 'request', 'response', 'active'] }, expiresAt: { $lte: now } },
        { ...plain, fields: ['sessionId'], orderBy: { expiresAt: 'asc' }, limit },
      )
      return found.map(({ sessionId }) => sessionId)
    },
  }
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
