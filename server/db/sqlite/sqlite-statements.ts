import type Sqlite from 'better-sqlite3'
import type { HistoryRow, NewSession, NewWebhook, OutcomeUpdate, SessionRow } from '../transaction.ts'
import { prepareWrite, type Value } from './prepare-write.ts'

/** A session as SQLite keeps it: times are milliseconds since 1970. */
export type RawSession = {
  readonly [Name in keyof SessionRow]: SessionRow[Name] extends Date ? number : SessionRow[Name]
}

interface RawExchange {
  readonly id: string | null
  readonly askedAt: number | null
}

const sessionColumns = `"id", "sessionId", "version", "status", "credential", "proof", "requestType", "invitationId",
  "invitationUrl", "connectionId", "theirDid", "theirLabel", "createdAt", "updatedAt", "expiresAt"`

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`)

/** The webhook path's SQL, prepared once: the one place that leaves the ORM, because the target asks for it. */
export function prepareStatements(db: Sqlite.Database) {
  const session = (where: string) =>
    db.prepare<[string], RawSession>(`select ${sessionColumns} from "ConnectionSession" where ${where}`)
  const parked = (column: string) =>
    db.prepare<[string], { id: number; webhookId: string; payload: string }>(
      `select "id", "webhookId", "payload" from "WebhookEvent"
       where "${column}" = ? and "processed" = false and "outcome" = 'unmatched'`,
    )
  const insert = <Row extends { readonly [Name in keyof Row]: Value }>(
    table: string,
    names: readonly (keyof Row & string)[],
  ) => {
    const places = names.map(() => '?').join(', ')
    return prepareWrite<Row>(db, `insert into "${table}" (${quoted(names).join(', ')}) values (${places})`, names)
  }
  const update = <Row extends { readonly [Name in keyof Row]: Value }>(
    table: string,
    key: keyof Row & string,
    names: readonly (keyof Row & string)[],
  ) => {
    const values = quoted(names).map((name) => `${name} = ?`)
    return prepareWrite<Row>(db, `update "${table}" set ${values.join(', ')} where "${key}" = ?`, [...names, key])
  }
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
    insertSession: insert<NewSession>('ConnectionSession', [
      ...(['sessionId', 'version', 'status', 'credential', 'proof', 'requestType', 'invitationId'] as const),
      ...(['invitationUrl', 'connectionId', 'theirDid', 'theirLabel', 'userAgent', 'ipAddress'] as const),
      ...(['createdAt', 'updatedAt', 'expiresAt'] as const),
    ]),
    updateSession: update<SessionRow>('ConnectionSession', 'id', [
      ...(['version', 'status', 'credential', 'proof', 'connectionId', 'theirDid', 'theirLabel'] as const),
      ...(['updatedAt', 'expiresAt'] as const),
    ]),
    insertHistory: insert<HistoryRow>('SessionHistory', [
      ...(['session', 'version', 'cause', 'webhookId', 'statusBefore', 'credentialBefore', 'proofBefore'] as const),
      ...(['status', 'credential', 'proof', 'connectionId', 'theirLabel', 'expiresAt', 'at'] as const),
    ]),
    insertWebhook: insert<NewWebhook>('WebhookEvent', [
      ...(['webhookId', 'dialect', 'topic', 'organizationId', 'agentId', 'connectionId', 'invitationId'] as const),
      ...(['session', 'payload', 'outcome', 'error', 'processed', 'processedAt', 'createdAt'] as const),
    ]),
    settleWebhook: update<OutcomeUpdate & { readonly processed: boolean }>('WebhookEvent', 'webhookId', [
      ...(['session', 'outcome', 'error', 'processed', 'processedAt'] as const),
    ]),
    exchange: {
      proof: db.prepare<[string], RawExchange>(
        'select "proofId" as "id", "proofRequestedAt" as "askedAt" from "ConnectionSession" where "sessionId" = ?',
      ),
      credential: db.prepare<[string], RawExchange>(
        'select "credentialId" as "id", "credentialOfferedAt" as "askedAt" from "ConnectionSession" where "sessionId" = ?',
      ),
    },
    setExchange: {
      proof: db.prepare<[string | null, number | null, string]>(
        'update "ConnectionSession" set "proofId" = ?, "proofRequestedAt" = ? where "sessionId" = ?',
      ),
      credential: db.prepare<[string | null, number | null, string]>(
        'update "ConnectionSession" set "credentialId" = ?, "credentialOfferedAt" = ? where "sessionId" = ?',
      ),
    },
  }
}

export type Statements = ReturnType<typeof prepareStatements>
