import type { QueryResult, QueryResultRow } from 'pg'

/**
 * The transactions' statements. Each has a name, so that a connection plans it once; a batch goes in as one JSON array, so
 * that the plan is the same for any number of rows. Columns are listed, never `*`: a newer version of this application
 * may have added some.
 */
const sessionColumns = [
  ...['id', 'sessionId', 'version', 'status', 'credential', 'proof', 'requestType', 'invitationId', 'invitationUrl'],
  ...['connectionId', 'theirDid', 'theirLabel', 'createdAt', 'updatedAt', 'expiresAt'],
]
const sessionFields = `"sessionId" text, "version" int, "status" text, "credential" text, "proof" text,
  "requestType" text, "invitationId" text, "invitationUrl" text, "connectionId" text, "theirDid" text,
  "theirLabel" text, "userAgent" text, "ipAddress" text, "createdAt" timestamptz, "updatedAt" timestamptz,
  "expiresAt" timestamptz`
const historyFields = `"session" int, "version" int, "cause" text, "webhookId" text, "statusBefore" text,
  "credentialBefore" text, "proofBefore" text, "status" text, "credential" text, "proof" text, "connectionId" text,
  "theirLabel" text, "expiresAt" timestamptz, "at" timestamptz`
const webhookFields = `"webhookId" text, "dialect" text, "topic" text, "organizationId" text, "agentId" text,
  "connectionId" text, "invitationId" text, "session" int, "payload" text, "outcome" text, "error" text,
  "processed" boolean, "processedAt" timestamptz, "createdAt" timestamptz`
const settlementFields = `"webhookId" text, "session" int, "outcome" text, "error" text, "processed" boolean,
  "processedAt" timestamptz`

const namesOf = (fields: string) => fields.replaceAll(/" \w+/g, '"')
const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')
const sessions = (where: string) =>
  `select ${quoted(sessionColumns)} from "ConnectionSession" where ${where} order by "id" for update`
const byKeys = '"connectionId" = any($1::text[]) or "invitationId" = any($2::text[])'
const exchange = (id: string, askedAt: string) =>
  `select "${id}" as "id", "${askedAt}" as "askedAt" from "ConnectionSession" where "sessionId" = $1 for update`
const setExchange = (id: string, askedAt: string) =>
  `update "ConnectionSession" set "${id}" = $2, "${askedAt}" = $3 where "sessionId" = $1`

export const statements = {
  storedWebhooks: `select "webhookId" from "WebhookEvent" where "webhookId" = any($1::text[])`,
  /** In one order everywhere, so that two transactions wait for each other only one way round. */
  sessionsByKeys: sessions(byKeys),
  /** For a second look, out of that order: does not wait. */
  moreSessionsByKeys: `${sessions(byKeys)} nowait`,
  sessionsById: sessions('"sessionId" = any($1::text[])'),
  /** What another process is sweeping is left to it. */
  expiredSessions: `select ${quoted(sessionColumns)} from "ConnectionSession"
    where "status" in ('invitation', 'request', 'response', 'active') and "expiresAt" <= $1
    order by "expiresAt" limit $2 for update skip locked`,
  unmatchedEvents: `select "webhookId", "payload" from "WebhookEvent"
    where "processed" = false and "outcome" = 'unmatched' and (${byKeys}) order by "id"`,
  insertSession: `insert into "ConnectionSession" (${namesOf(sessionFields)})
    select ${namesOf(sessionFields)} from json_to_recordset($1) as r (${sessionFields}) returning "id"`,
  updateSessions: `update "ConnectionSession" s set "version" = r."version", "status" = r."status",
      "credential" = r."credential", "proof" = r."proof", "connectionId" = r."connectionId", "theirDid" = r."theirDid",
      "theirLabel" = r."theirLabel", "updatedAt" = r."updatedAt", "expiresAt" = r."expiresAt"
    from json_to_recordset($1) as r ("id" int, "versionBefore" int, ${sessionFields})
    where s."id" = r."id" and s."version" = r."versionBefore"`,
  insertHistory: `insert into "SessionHistory" (${namesOf(historyFields)})
    select ${namesOf(historyFields)} from json_to_recordset($1) as r (${historyFields})`,
  /** Numbered in the order they came, written in the order of their ids: two batches with the same webhooks cannot lock each other out. */
  insertWebhooks: `insert into "WebhookEvent" ("id", ${namesOf(webhookFields)})
    select "id", ${namesOf(webhookFields)}
    from (
      select nextval(pg_get_serial_sequence('"WebhookEvent"', 'id')) as "id", r.*
      from json_to_recordset($1) as r (${webhookFields}) offset 0
    ) as numbered
    order by "webhookId"
    on conflict ("webhookId") do nothing`,
  /** Where the event was read as waiting it must still wait: another transaction may have settled it. */
  updateOutcomes: `update "WebhookEvent" w set "session" = r."session", "outcome" = r."outcome", "error" = r."error",
      "processed" = r."processed", "processedAt" = r."processedAt"
    from json_to_recordset($1) as r ("waited" boolean, ${settlementFields})
    where w."webhookId" = r."webhookId" and (w."processed" = false or not r."waited")
    returning w."webhookId", w."outcome", w."connectionId", w."invitationId"`,
  exchangeProof: exchange('proofId', 'proofRequestedAt'),
  exchangeCredential: exchange('credentialId', 'credentialOfferedAt'),
  setExchangeProof: setExchange('proofId', 'proofRequestedAt'),
  setExchangeCredential: setExchange('credentialId', 'credentialOfferedAt'),
  /** In one order, and over few enough locks that the server's lock table never fills up. */
  lockKeys: `select pg_advisory_xact_lock($1, "bucket")
    from (select distinct hashtext(k) & 1023 as "bucket" from unnest($2::text[]) as k order by "bucket") as buckets`,
  /** A session that an event waits for without knowing, or an event that waits for a session without its knowing. */
  missed: `select 1 from "ConnectionSession" where (${byKeys}) and not ("id" = any($3::int[]))
    union all
    select 1 from "WebhookEvent" where "processed" = false and "outcome" = 'unmatched'
      and ("connectionId" = any($4::text[]) or "invitationId" = any($5::text[])) and not ("webhookId" = any($6::text[]))
    limit 1`,
}

export type Statement = keyof typeof statements

/** Runs one of them in the open transaction. */
export type Run = <Row extends QueryResultRow>(name: Statement, values: readonly unknown[]) => Promise<QueryResult<Row>>
