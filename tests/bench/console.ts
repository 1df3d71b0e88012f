import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { pino } from 'pino'
import { createAdmin } from '../../server/admin/create-admin.ts'
import { createLocalBus } from '../../server/feed/bus.ts'
import { openStore } from '../../server/store/open-store.ts'
import { ListSessions } from '../../shared/admin-session.ts'
import { ListWebhooks } from '../../shared/admin-webhook.ts'

/**
 * The console's reads over many stored events, made with SQL: `node tests/bench/console.ts [--events 1000000]`. Prints the
 * 50th and 95th percentile in milliseconds of the statistics and of each kind of page, walking the list by its cursors.
 */
const { values } = parseArgs({ options: { events: { type: 'string', default: '1000000' } } })
const events = Number(values.events)
const directory = await mkdtemp(join(tmpdir(), 'nelfund-console-'))
const path = join(directory, 'console.db')
const log = pino({ level: 'silent' })
const now = () => new Date()

await (await openStore(`sqlite:${path}`, log)).close()
fill()
const store = await openStore(`sqlite:${path}`, log)
const { ledger, read } = store
const purge = { ledger, read, retentionDays: 90, now, erasure: store.erasure, thoroughly: false }
const admin = createAdmin({
  ledger,
  read,
  bus: createLocalBus(),
  ttlMs: 900_000,
  now,
  keepAnswers: async () => undefined,
  purge,
})
const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString()

await report('statistics', 100, () => admin.stats())
for (const [name, filter] of Object.entries({
  'no filter': {},
  'outcome applied': { outcome: 'applied' },
  'outcome stale': { outcome: 'stale' },
  'outcome failed': { outcome: 'failed' },
  'outcome unmatched': { outcome: 'unmatched' },
  'dead letters': { deadLetter: true },
  'frequent topic': { topic: 'connections.active' },
  'rare topic': { topic: 'weather.changed' },
  'topic that never came': { topic: 'nothing.like-it' },
  'rare topic and outcome': { topic: 'connections.active', outcome: 'stale' },
  'one day': { from: day(4), to: day(3) },
  organization: { organizationId: 'another' },
  'webhook id': { text: 'wh_500000' },
  'session id': { text: '00000000-0000-4000-8000-000000012345' },
  'session prefix': { text: '00000000' },
  'connection id': { text: 'connection-12345' },
  'unknown id': { text: 'nobody' },
})) {
  let cursor: string | null = null
  await report(`events, ${name}`, 60, async () => {
    const page = await admin.webhooks(ListWebhooks.parse({ ...filter, cursor }))
    cursor = page.nextCursor
  })
}
for (const [name, filter] of Object.entries({
  'no filter': {},
  completed: { status: 'completed' },
  error: { status: 'error' },
})) {
  let cursor: string | null = null
  await report(`sessions, ${name}`, 60, async () => {
    const page = await admin.sessions(ListSessions.parse({ ...filter, cursor }))
    cursor = page.nextCursor
  })
}
await store.close()
await rm(directory, { recursive: true, force: true })

async function report(name: string, times: number, work: () => Promise<unknown>): Promise<void> {
  const taken: number[] = []
  for (let time = 0; time < times; time++) {
    const started = performance.now()
    await work()
    taken.push(performance.now() - started)
  }
  taken.sort((a, b) => a - b)
  const at = (share: number) => (taken[Math.floor(share * (taken.length - 1))] ?? Number.NaN).toFixed(1).padStart(8)
  process.stdout.write(`${name.padEnd(34)} p50 ${at(0.5)} ms  p95 ${at(0.95)} ms\n`)
}

/** Ten events a session over sixty days; one in seven stale, few failed, unmatched or ignored, a payload as long as real ones. */
function fill(): void {
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
      "session", "payload", "outcome", "processed", "processedAt", "createdAt", "attempts", "nextAttemptAt")
    select i, 'wh_' || i, 'guide', case when i % 100000 = 7 then 'weather.changed' when i % 2 then 'connections.active' else 'proofs.verified' end,
      'eef3cc9f-0cb8-45a7-b7f9-0cfdfded4b95', 'agent', 'connection-' || (i / 10), 'invitation-' || (i / 10), i / 10,
      '{"data":"' || hex(randomblob(250)) || '"}',
      case when i % 100000 = 7 then 'ignored' when i % 50000 = 3 then 'failed' when i % 1000 = 5 then 'unmatched' when i % 7 = 0 then 'stale' else 'applied' end,
      not (i % 50000 = 3 or i % 1000 = 5), ${start} + i * ${step}, cast(${start} + i * ${step} as integer), 0, null from n;
    delete from "WebhookCount";
    insert into "WebhookCount" select 'topic', "topic", 0, 0, count(*) from "WebhookEvent" group by 2;
    insert into "WebhookCount" select 'outcome', "outcome", 0, 0, count(*) from "WebhookEvent" group by 2;
    insert into "WebhookCount" select 'status', "status", 0, 0, count(*) from "ConnectionSession" group by 2;
    insert into "WebhookCount" select 'minute', '', "createdAt" / 60000, 0, count(*) from "WebhookEvent" group by 3;
    commit;`)
  db.close()
}
