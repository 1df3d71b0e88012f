import type { Pool, QueryResultRow } from 'pg'
import { type SessionQueries, type SessionVersion, toSessionView } from '../session-views.ts'
import type { SessionRow } from '../transaction.ts'
import { whileAvailable } from './postgres-errors.ts'

type StoredView = Omit<SessionRow, 'id' | 'theirDid'>

const view = {
  name: 'view',
  text: `select "sessionId", "version", "status", "credential", "proof", "requestType", "invitationId", "invitationUrl",
      "connectionId", "theirLabel", "createdAt", "updatedAt", "expiresAt"
    from "ConnectionSession" where "sessionId" = $1`,
}
const versionsAfter = {
  name: 'versionsAfter',
  text: `select s."sessionId", h."version", h."status", h."credential", h."proof", s."requestType", s."invitationId",
      s."invitationUrl", h."connectionId", h."theirLabel", s."createdAt", h."at" as "updatedAt", h."expiresAt"
    from "ConnectionSession" s join "SessionHistory" h on h."session" = s."id"
    where s."sessionId" = $1 and h."version" > $2 order by h."version"`,
}
const versions = {
  name: 'versions',
  text: 'select "sessionId", "version" from "ConnectionSession" where "sessionId" = any($1::text[])',
}

const expired = {
  name: 'expired',
  text: `select "sessionId" from "ConnectionSession"
    where "status" in ('invitation', 'request', 'response', 'active') and "expiresAt" <= $1
    order by "expiresAt" limit $2`,
}

/** The reads of streams and pages, each planned once per connection. @throws AppError `DATABASE_UNAVAILABLE` */
export function createPostgresSessionQueries(pool: Pool): SessionQueries {
  const read = <Row extends QueryResultRow>(query: { name: string; text: string }, values: readonly unknown[]) =>
    whileAvailable(async () => (await pool.query<Row>({ ...query, values: [...values] })).rows)
  return {
    view: async (sessionId) => {
      const [found] = await read<StoredView>(view, [sessionId])
      return found ? toSessionView(found) : null
    },
    versionsAfter: async (sessionId, version) =>
      (await read<StoredView>(versionsAfter, [sessionId, version])).map(toSessionView),
    versions: (sessionIds) => read<SessionVersion>(versions, [sessionIds]),
    expired: async (now, limit) =>
      (await read<{ sessionId: string }>(expired, [now, limit])).map(({ sessionId }) => sessionId),
  }
}
