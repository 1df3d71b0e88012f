import Database from 'better-sqlite3'

/** Fills a migrated SQLite file: ten events and five versions a session over sixty days; one in seven stale, few failed, unmatched, ignored or redelivered, a payload as long as real ones. */
export function fillConsole(path: string, events: number): void {
  const db = new Database(path)
  db.pragma('synchronous = off')
  const numbers = (count: number) =>
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`
  const start = Date.now() - 60 * 86_400_000
  const step = (60 * 86_400_000) / events
  db.exec(`begin;
    ${numbers(Math.floor(events / 10))} insert into "ConnectionSession" ("id", "sessionId", "version", "status", "credential", "proof",
      "requestType", "invitationId", "invitationUrl", "connectionId", "theirDid", "theirLabel", "createdAt", "updatedAt", "expiresAt")
    select i, printf('00000000-0000-4000-8000-%012d', i), 5, case i % 9 when 0 then 'abandoned' else 'completed' end, 'issued', 'verified',
      'registration', 'invitation-' || i, 'https://platform.example/' || i, 'connection-' || i, 'did:peer:2.' || hex(randomblob(60)), 'A Wallet',
      ${start} + i * 10 * ${step}, ${start} + i * 10 * ${step}, ${start} + i * 10 * ${step} + 900000 from n;
    ${numbers(events)} insert into "WebhookEvent" ("id", "webhookId", "dialect", "topic", "organizationId", "agentId", "connectionId", "invitationId",
      "session", "payload", "outcome", "processed", "processedAt", "createdAt", "attempts", "nextAttemptAt",
      "redeliveries", "redeliveredAt", "events")
    select i, 'wh_' || i, 'guide', case when i % 100000 = 7 then 'weather.changed' when i % 2 then 'connections.active' else 'proofs.verified' end,
      'eef3cc9f-0cb8-45a7-b7f9-0cfdfded4b95', 'agent', case when i % 1000 = 5 then 'lost-' || i else 'connection-' || max(1, i / 10) end,
      case when i % 1000 = 5 then null else 'invitation-' || max(1, i / 10) end, case when i % 1000 = 5 then null else max(1, i / 10) end,
      '{"data":"' || hex(randomblob(250)) || '"}',
      case when i % 100000 = 7 then 'ignored' when i % 50000 = 3 then 'failed' when i % 1000 = 5 then 'unmatched' when i % 7 = 0 then 'stale' else 'applied' end,
      not (i % 50000 = 3 or i % 1000 = 5), ${start} + i * ${step}, cast(${start} + i * ${step} as integer), 0, null, i % 500 = 9, null, '[]' from n;
    with step(v, status, proof, credential) as (values (1, 'invitation', 'idle', 'idle'), (2, 'request', 'idle', 'idle'),
      (3, 'completed', 'request', 'idle'), (4, 'completed', 'verified', 'offer'), (5, 'completed', 'verified', 'issued'))
    insert into "SessionHistory" ("session", "version", "cause", "statusBefore", "credentialBefore", "proofBefore", "status", "credential",
      "proof", "connectionId", "theirLabel", "expiresAt", "at")
    select s."id", step.v, case step.v when 1 then 'created' else 'webhook' end, before.status, before.credential, before.proof,
      step.status, step.credential, step.proof, s."connectionId", s."theirLabel", s."expiresAt", s."createdAt" + (step.v - 1) * 7000
    from "ConnectionSession" s cross join step left join step before on before.v = step.v - 1 order by s."id", step.v;
    delete from "WebhookCount";
    insert into "WebhookCount" select 'topic', "topic", 0, 0, count(*) from "WebhookEvent" group by 2;
    insert into "WebhookCount" select 'outcome', "outcome", 0, 0, count(*) from "WebhookEvent" group by 2;
    insert into "WebhookCount" select 'status', "status", 0, 0, count(*) from "ConnectionSession" group by 2;
    insert into "WebhookCount" select 'minute', "outcome", "createdAt" / 60000, 0, count(*) from "WebhookEvent" group by 2, 3;
    commit;`)
  db.close()
}
