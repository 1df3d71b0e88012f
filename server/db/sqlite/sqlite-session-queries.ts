import type Sqlite from 'better-sqlite3'
import type { Kysely } from 'kysely'
import type { Tables } from '../entities/entities.ts'
import { type SessionQueries, toSessionView } from '../session-views.ts'
import type { RawSession } from './sqlite-statements.ts'

type RawView = Omit<RawSession, 'id' | 'theirDid'>

/**
 * The two reads that every watcher makes at every change, prepared once: with the ORM they took most of the time between
 * a webhook and the page. The others stay with the ORM.
 */
export function createSqliteSessionQueries(db: Sqlite.Database, query: Kysely<Tables>): SessionQueries {
  const view = db.prepare<[string], RawView>(
    `select "sessionId", "version", "status", "credential", "proof", "requestType", "invitationId", "invitationUrl",
       "connectionId", "theirLabel", "createdAt", "updatedAt", "expiresAt"
     from "ConnectionSession" where "sessionId" = ?`,
  )
  const versionsAfter = db.prepare<[string, number], RawView>(
    `select s."sessionId", h."version", h."status", h."credential", h."proof", s."requestType", s."invitationId",
       s."invitationUrl", h."connectionId", h."theirLabel", s."createdAt", h."at" as "updatedAt", h."expiresAt"
     from "ConnectionSession" s join "SessionHistory" h on h."session" = s."id"
     where s."sessionId" = ? and h."version" > ? order by h."version"`,
  )
  return {
    versions: (sessionIds) =>
      query
        .selectFrom('ConnectionSession')
        .select(['sessionId', 'version'])
        .where('sessionId', 'in', sessionIds)
        .execute(),
    expired: async (now, limit) => {
      const found = await query
        .selectFrom('ConnectionSession')
        .select('sessionId')
        .where('status', 'in', ['invitation', 'request', 'response', 'active'])
        .where('expiresAt', '<=', now)
        .orderBy('expiresAt')
        .limit(limit)
        .execute()
      return found.map(({ sessionId }) => sessionId)
    },
    view: async (sessionId) => {
      const raw = view.get(sessionId)
      return raw ? toView(raw) : null
    },
    versionsAfter: async (sessionId, version) => versionsAfter.all(sessionId, version).map(toView),
  }
}

function toView({ createdAt, updatedAt, expiresAt, ...rest }: RawView) {
  const times = { createdAt: new Date(createdAt), updatedAt: new Date(updatedAt), expiresAt: new Date(expiresAt) }
  return toSessionView({ ...rest, ...times })
}
