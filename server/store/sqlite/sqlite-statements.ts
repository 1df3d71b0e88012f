import type Database from 'better-sqlite3'

/** A session as SQLite keeps it: times are milliseconds since 1970. */
export interface RawSession {
  readonly id: number
  readonly sessionId: string
  readonly version: number
  readonly status: string
  readonly credential: string
  readonly proof: string
  readonly requestType: string
  readonly invitationId: string
  readonly invitationUrl: string
  readonly connectionId: string | null
  readonly theirDid: string | null
  readonly theirLabel: string | null
  readonly createdAt: number
  readonly updatedAt: number
  readonly expiresAt: number
}

interface RawExchange {
  readonly id: string | null
  readonly askedAt: number | null
}

type Row = Record<string, string | number | null>

const sessionColumns = `"id", "sessionId", "version", "status", "credential", "proof", "requestType", "invitationId",
  "invitationUrl", "connectionId", "theirDid", "theirLabel", "createdAt", "updatedAt", "expiresAt"`

const insert = (table: string, columns: readonly string[]) =>
  `insert into "${table}" (${columns.map((name) => `"${name}"`).join(', ')}) values (${columns.map((name) => `@${name}`).join(', ')})`

/** The webhook path's SQL, prepared once: the one place that leaves the ORM, because the target asks for it. */
export function prepareStatements(db: Database.Database) {
  const session = (where: string) =>
    db.prepare<[string], RawSession>(`select ${sessionColumns} from "ConnectionSession" where ${where}`)
  const parked = (column: string) =>
    db.prepare<[string], { id: number; webhookId: string; payload: string }>(
      `select "id", "webhookId", "payload" from "WebhookEvent"
       where "${column}" = ? and "processed" = false and "outcome" = 'unmatched'`,
    )
  return {
    begin: db.prepare('begin immediate'),
    commit: db.prepare('commit'),
    rollback: db.prepare('rollback'),
    storedWebhook: db.prepare<[string], number>('select 1 from "WebhookEvent" where "webhookId" = ?').pluck(),
    sessionById: session('"sessionId" = ?'),
    sessionByConnection: session('"connectionId" = ?'),
    sessionByInvitation: session('"invitationId" = ?'),
    expiredSessions: db.prepare<[number, number], RawSession>(
      `select ${sessionColumns} from "ConnectionSession"
       where "status" in ('invitation', 'request', 'response', 'active') and "expiresAt" <= ?
       order by "expiresAt" limit ?`,
    ),
    parkedByConnection: parked('connectionId'),
    parkedByInvitation: parked('invitationId'),
    insertSession: db.prepare<[Row]>(
      insert('ConnectionSession', [
        ...['sessionId', 'version', 'status', 'credential', 'proof', 'requestType', 'invitationId', 'invitationUrl'],
        ...['connectionId', 'theirDid', 'theirLabel', 'userAgent', 'ipAddress', 'createdAt', 'updatedAt', 'expiresAt'],
      ]),
    ),
    updateSession: db.prepare<[Row]>(
      `update "ConnectionSession" set "version" = @version, "status" = @status, "credential" = @credential,
         "proof" = @proof, "connectionId" = @connectionId, "theirDid" = @theirDid, "theirLabel" = @theirLabel,
         "updatedAt" = @updatedAt, "expiresAt" = @expiresAt
       where "id" = @id`,
    ),
    insertHistory: db.prepare<[Row]>(
      insert('SessionHistory', [
        ...['session', 'version', 'cause', 'webhookId', 'statusBefore', 'credentialBefore', 'proofBefore', 'status'],
        ...['credential', 'proof', 'connectionId', 'theirLabel', 'expiresAt', 'at'],
      ]),
    ),
    insertWebhook: db.prepare<[Row]>(
      insert('WebhookEvent', [
        ...['webhookId', 'dialect', 'topic', 'organizationId', 'agentId', 'connectionId', 'invitationId', 'session'],
        ...['payload', 'outcome', 'error', 'processed', 'processedAt', 'createdAt'],
      ]),
    ),
    settleWebhook: db.prepare<[Row]>(
      `update "WebhookEvent" set "session" = @session, "outcome" = @outcome, "error" = @error,
         "processed" = @processed, "processedAt" = @processedAt
       where "webhookId" = @webhookId`,
    ),
    exchange: {
      proof: db.prepare<[string], RawExchange>(
        'select "proofId" as "id", "proofRequestedAt" as "askedAt" from "ConnectionSession" where "sessionId" = ?',
      ),
      credential: db.prepare<[string], RawExchange>(
        'select "credentialId" as "id", "credentialOfferedAt" as "askedAt" from "ConnectionSession" where "sessionId" = ?',
      ),
    },
    setExchange: {
      proof: db.prepare<[Row]>(
        'update "ConnectionSession" set "proofId" = @id, "proofRequestedAt" = @askedAt where "sessionId" = @sessionId',
      ),
      credential: db.prepare<[Row]>(
        'update "ConnectionSession" set "credentialId" = @id, "credentialOfferedAt" = @askedAt where "sessionId" = @sessionId',
      ),
    },
  }
}

export type Statements = ReturnType<typeof prepareStatements>
