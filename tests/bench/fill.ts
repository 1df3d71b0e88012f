import { organizationId, webhookOf } from './load-shape.ts'
import type { Sql } from './sql.ts'

const dayMs = 86_400_000
const sessionTtlMs = 900_000

/** Sessions that wait for their wallets, as `sessionIdOf` and `invitationOf` name them, from number `first`. */
export async function fillOpen(sql: Sql, first: number, count: number): Promise<void> {
  const now = sql.moment(String(Date.now()))
  const expires = sql.moment(String(Date.now() + sessionTtlMs))
  const firstRow = await nextSession(sql)
  await sql.run(`
    ${sql.numbers(0, count)} insert into "ConnectionSession" ("id", "sessionId", "version", "status", "credential", "proof",
      "requestType", "invitationId", "invitationUrl", "audience", "createdAt", "updatedAt", "expiresAt")
    select ${firstRow} + i, '00000000-0000-4000-8000-' || ${sql.hex(`${first} + i`)}, 1, 'invitation', 'idle', 'idle',
      'registration', 'invitation-' || (${first} + i), 'https://platform.example/invitation', 'own', ${now}, ${now}, ${expires} from n;
    ${sql.numbers(firstRow, count)} insert into "SessionHistory" ("session", "version", "cause", "status", "credential", "proof", "expiresAt", "at")
    select i, 1, 'created', 'invitation', 'idle', 'idle', ${expires}, ${now} from n;
    insert into "WebhookCount" ("kind", "name", "at", "shard", "count") values ('status', 'invitation', 0, 0, ${count})
      on conflict ("kind", "name", "at", "shard") do update set "count" = "WebhookCount"."count" + excluded."count";`)
  await bringSequences(sql)
  await sql.settle()
}

/** So many rows at once, so that no transaction is larger than a disk's cache. */
const chunk = 100_000

/**
 * A past of sixty days, in which `total` sessions have come to their end, of which those after `from` up to `to` are written: each with what
 * made it, one more version, and a stored event; one event in seven stale, few failed, unmatched, ignored or redelivered.
 */
export async function fillPast(
  sql: Sql,
  { from, to, total }: { from: number; to: number; total: number },
): Promise<void> {
  const startMs = Date.now() - 60 * dayMs
  const atMs = `${startMs} + i * ${((60 * dayMs) / total).toFixed(3)}`
  const [at, expires] = [sql.moment(atMs), sql.moment(`${atMs} + ${sessionTtlMs}`)]
  const body = webhookOf(0, 'connections.active').replaceAll("'", "''")
  for (let first = from + 1; first <= to; first += chunk) {
    const some = sql.numbers(first, Math.min(chunk, to - first + 1))
    const row = `${(await nextSession(sql)) - first} + i`
    await sql.run(`begin;
    ${some} insert into "ConnectionSession" ("id", "sessionId", "version", "status", "credential", "proof",
      "requestType", "invitationId", "invitationUrl", "connectionId", "theirDid", "theirLabel", "audience", "createdAt", "updatedAt", "expiresAt")
    select ${row}, '00000000-0000-4000-9000-' || ${sql.hex('i')}, 2, case i % 9 when 0 then 'abandoned' else 'completed' end, 'issued', 'verified',
      'registration', 'past-' || i, 'https://platform.example/' || i, 'past-connection-' || i, 'did:peer:2.Vz6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH' || i,
      'A Wallet', 'own', ${at}, ${at}, ${expires} from n;
    ${some} insert into "SessionHistory" ("session", "version", "cause", "status", "credential", "proof", "expiresAt", "at")
    select ${row}, 1, 'created', 'invitation', 'idle', 'idle', ${expires}, ${at} from n;
    ${some} insert into "SessionHistory" ("session", "version", "cause", "webhookId", "statusBefore", "credentialBefore", "proofBefore",
      "status", "credential", "proof", "connectionId", "theirLabel", "expiresAt", "at")
    select ${row}, 2, 'webhook', 'past_' || i, 'invitation', 'idle', 'idle', case i % 9 when 0 then 'abandoned' else 'completed' end, 'issued', 'verified',
      'past-connection-' || i, 'A Wallet', ${expires}, ${at} from n;
    ${some} insert into "WebhookEvent" ("webhookId", "dialect", "topic", "organizationId", "agentId",
      "connectionId", "invitationId", "session", "payload", "events", "outcome", "processed", "processedAt", "createdAt", "redeliveries")
    select 'past_' || i, 'guide', case when i % 100000 = 7 then 'weather.changed' when i % 2 = 0 then 'connections.active' else 'proofs.verified' end,
      '${organizationId}', 'agent', 'past-connection-' || i, 'past-' || i, ${row}, '${body}', '[]',
      case when i % 100000 = 7 then 'ignored' when i % 50000 = 3 then 'failed' when i % 1000 = 5 then 'unmatched' when i % 7 = 0 then 'stale' else 'applied' end,
      case when i % 50000 = 3 or i % 1000 = 5 then ${sql.no} else ${sql.yes} end, ${at}, ${at}, case when i % 500 = 9 then 1 else 0 end from n;
    commit;`)
    await bringSequences(sql)
  }
  const count = (kind: string, name: string, minute: string, table: string) =>
    `insert into "WebhookCount" ("kind", "name", "at", "shard", "count") select '${kind}', ${name}, ${minute}, 0, count(*) from "${table}" group by 2, 3;`
  await sql.run(`delete from "WebhookCount";
    ${count('topic', '"topic"', '0', 'WebhookEvent')} ${count('outcome', '"outcome"', '0', 'WebhookEvent')}
    ${count('status', '"status"', '0', 'ConnectionSession')} ${count('minute', '"outcome"', sql.minute('"createdAt"'), 'WebhookEvent')}`)
  await sql.settle()
}

async function nextSession(sql: Sql): Promise<number> {
  return 1 + (await sql.number('select coalesce(max("id"), 0) from "ConnectionSession"'))
}

/** Rows were numbered by hand: the database goes on behind them. SQLite does so by itself. */
async function bringSequences(sql: Sql): Promise<void> {
  if (sql.yes !== 'true') return
  for (const table of ['ConnectionSession', 'WebhookEvent'])
    await sql.number(
      `select setval(pg_get_serial_sequence('"${table}"', 'id'), greatest(1, (select coalesce(max("id"), 0) from "${table}")))`,
    )
}
