import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { MikroORM as PostgresOrm } from '@mikro-orm/postgresql'
import { MikroORM as SqliteOrm } from '@mikro-orm/sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemActor } from '../../../server/actor.ts'
import { openDatabase } from '../../../server/db/open-database.ts'
import { postgresOptions } from '../../../server/db/postgres/open-postgres.ts'
import { sqliteOptions } from '../../../server/db/sqlite/migrate-sqlite.ts'
import { createLocalBus } from '../../../server/sessions/bus.ts'
import { continueWaiting } from '../../../server/sessions/continue-waiting.ts'
import { decodeOlder } from '../../../server/webhooks/decode-older.ts'
import { replayWebhook } from '../../../server/webhooks/replay-webhook.ts'
import { Reference } from '../../../shared/reference.ts'
import { changeDatabase } from '../../support/change-database.ts'
import { databases, freshDirectory } from '../../support/databases.ts'
import { createTestLog } from '../../support/log.ts'
import { childVariables } from '../../support/server-process.ts'
import { guideWebhook } from '../../support/webhooks.ts'

const at = '2026-05-01T10:00:00.000Z'
const main = new URL('../../../server/main.ts', import.meta.url).pathname

const sessionIdOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

async function migrateTo(url: string, to: string): Promise<void> {
  const orm = url.startsWith('sqlite:')
    ? await SqliteOrm.init({ ...sqliteOptions(url.slice('sqlite:'.length)), logger: () => undefined })
    : await PostgresOrm.init({ ...postgresOptions(url), logger: () => undefined })
  await orm.migrator.up({ to })
  await orm.close()
}

/** A database as version 0005 left it, with `sessions` rows of each kind beside the few that are looked at one by one. */
async function openOlder(url: string, sessions: number): Promise<void> {
  const isSqlite = url.startsWith('sqlite:')
  await migrateTo(url, '0005-redeliveries')
  const time = isSqlite ? String(Date.parse(at)) : `'${at}'`
  const [yes, no] = isSqlite ? ['1', '0'] : ['true', 'false']
  const numbers = isSqlite
    ? `(with recursive n(i) as (select 1 union all select i + 1 from n where i < ${sessions}) select i from n) as n`
    : `(select i from generate_series(1, ${sessions}) as i) as n`
  const padded = isSqlite ? `printf('%012d', i)` : `lpad(i::text, 12, '0')`
  const event = (id: string, outcome: string, session: string, payload: string) =>
    `insert into "WebhookEvent" ("webhookId", "dialect", "topic", "organizationId", "connectionId", "invitationId", "session", "payload", "outcome", "processed", "createdAt")
     values ('${id}', 'guide', 'proofs.request', 'org', 'c 1', null, ${session}, '${payload}', '${outcome}', ${outcome === 'unmatched' ? no : yes}, ${time})`
  const proof = (id: string) => JSON.stringify(guideWebhook('proofs.request', { connectionId: 'c 1' }, id))
  await changeDatabase(url, [
    `insert into "ConnectionSession" ("sessionId", "version", "status", "credential", "proof", "requestType", "invitationId", "invitationUrl", "connectionId", "theirLabel", "metadata", "createdAt", "updatedAt", "expiresAt")
     select '00000000-0000-4000-8000-' || ${padded}, 2, 'completed', 'idle', 'idle', 'registration', 'i ' || i, 'https://platform.example', 'c ' || i, 'Ada', null, ${time}, ${time}, ${time} from ${numbers}`,
    `insert into "SessionHistory" ("session", "version", "cause", "status", "credential", "proof", "expiresAt", "at")
     select i, 1, 'created', 'invitation', 'idle', 'idle', ${time}, ${time} from ${numbers}`,
    `update "ConnectionSession" set "status" = 'abandoned' where "id" = 3`,
    `insert into "SessionHistory" ("session", "version", "cause", "statusBefore", "credentialBefore", "proofBefore", "status", "credential", "proof", "connectionId", "expiresAt", "at")
     select i, 2, 'webhook', 'invitation', 'idle', 'idle', 'completed', 'idle', 'idle', 'c ' || i, ${time}, ${time} from ${numbers} where i <> 3`,
    `insert into "SessionHistory" ("session", "version", "cause", "statusBefore", "credentialBefore", "proofBefore", "status", "credential", "proof", "expiresAt", "at")
     values (3, 2, 'expiry', 'invitation', 'idle', 'idle', 'abandoned', 'idle', 'idle', ${time}, ${time})`,
    `insert into "WebhookEvent" ("webhookId", "dialect", "topic", "organizationId", "session", "payload", "outcome", "processed", "createdAt")
     select 'w ' || i, 'guide', 'connections.completed', 'org', i, '{"padding":"${'x'.repeat(400)}"}', 'applied', ${yes}, ${time} from ${numbers}`,
    `insert into "WebhookCount" ("kind", "name", "at", "shard", "count") values ('outcome', 'unmatched', 0, 0, 2), ('outcome', 'applied', 0, 0, ${sessions + 1})`,
    event('waits', 'unmatched', 'null', proof('waits')),
    event('unreadable', 'unmatched', 'null', 'not JSON'),
    event('dangling', 'applied', '999999', proof('dangling')),
    `insert into "SessionHistory" ("session", "version", "cause", "status", "credential", "proof", "expiresAt", "at") values (999999, 1, 'created', 'invitation', 'idle', 'idle', ${time}, ${time})`,
  ])
}

describe.each(databases)('a database of the version before, on $name', ({ empty }) => {
  test('keeps its data; what waited is decoded and applied, what cannot be read is failed and can be replayed', async () => {
    const url = await empty()
    await openOlder(url, 3)
    const { logger: log } = createTestLog()
    const db = await openDatabase(url, log)
    onTestFinished(() => db.close())
    const count = (table: 'ConnectionSession' | 'SessionHistory' | 'WebhookEvent') =>
      db.query
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
    expect(await count('ConnectionSession')).toEqual({ count: 3 })
    expect(await count('SessionHistory')).toEqual({ count: 6 }) // without the row of a session that never was
    expect(await count('WebhookEvent')).toEqual({ count: 6 })
    expect((await db.views.versionsAfter(sessionIdOf(2), 0)).map(({ status }) => status)).toEqual([
      'invitation',
      'completed',
    ])
    expect(await db.views.view(sessionIdOf(2))).toMatchObject({ theirLabel: 'Ada', connectionId: 'c 2', createdAt: at })
    const views = await Promise.all([1, 2, 3].map((number) => db.views.view(sessionIdOf(number))))
    expect(views.map((view) => view?.outcome)).toEqual(['open', 'open', 'expired'])
    expect((await db.views.versionsAfter(sessionIdOf(3), 0)).map(({ outcome }) => outcome)).toEqual(['open', 'expired'])
    expect(new Set(views.map((view) => Reference.parse(view?.reference))).size).toBe(3)
    expect(views.map((view) => view?.registrationNumber)).toEqual([null, null, null])

    const ctx = { db, bus: createLocalBus(log), ttlMs: 900_000, now: () => new Date() }
    expect(await decodeOlder(ctx)).toBe(2)
    expect(await decodeOlder(ctx)).toBe(0)
    expect(await db.views.view(sessionIdOf(1))).toMatchObject({ status: 'completed', proof: 'request' })
    const stored = async (webhookId: string) =>
      db.query
        .selectFrom('WebhookEvent')
        .select(['outcome', 'error', 'events', 'session'])
        .where('webhookId', '=', webhookId)
        .executeTakeFirst()
    expect(await stored('waits')).toEqual({ outcome: 'applied', error: null, events: '["proof.request"]', session: 1 })
    expect(await stored('unreadable')).toMatchObject({ outcome: 'failed', error: 'Invalid JSON', session: null })
    expect(await stored('dangling')).toMatchObject({ outcome: 'applied', session: null })
    expect(await replayWebhook(ctx, 'unreadable', systemActor)).toMatchObject({ outcome: 'failed', changed: false })
    const { rows } = await db.query
      .selectFrom('WebhookCount')
      .select(({ fn }) => ['name', fn.sum<number>('count').as('count')])
      .where('kind', '=', 'outcome')
      .groupBy('name')
      .execute()
      .then((found) => ({ rows: Object.fromEntries(found.map(({ name, count: total }) => [name, total])) }))
    expect(rows).toMatchObject({ unmatched: 0, failed: 1, applied: 5 })
  })

  test('what was left waiting beside a session that can take it is taken', async () => {
    const url = await empty()
    await migrateTo(url, '0012-privacy')
    const time = url.startsWith('sqlite:') ? String(Date.parse(at)) : `'${at}'`
    const processed = url.startsWith('sqlite:') ? '0' : 'false'
    await changeDatabase(url, [
      `insert into "ConnectionSession" ("sessionId", "version", "status", "credential", "proof", "reference", "requestType", "invitationId", "invitationUrl", "connectionId", "createdAt", "updatedAt", "expiresAt")
       values ('${sessionIdOf(1)}', 2, 'completed', 'idle', 'idle', 'K7M4XQ', 'registration', 'i 1', 'https://platform.example', 'c 1', ${time}, ${time}, ${time})`,
      `insert into "WebhookEvent" ("webhookId", "dialect", "topic", "organizationId", "connectionId", "payload", "events", "outcome", "processed", "createdAt")
       values ('left', 'guide', 'proofs.verified', 'org', 'c 1', '{}', '["proof.verified"]', 'unmatched', ${processed}, ${time})`,
    ])
    const { logger: log } = createTestLog()
    const db = await openDatabase(url, log)
    onTestFinished(() => db.close())
    expect(await continueWaiting({ db, bus: createLocalBus(log), ttlMs: 900_000, now: () => new Date() })).toBe(1)
    expect(await db.views.view(sessionIdOf(1))).toMatchObject({ status: 'completed', proof: 'verified' })
  })

  test('is upgraded whole or not at all where the process is killed on the way, and by the next start', async () => {
    const url = await empty()
    const sessions = 20_000
    await openOlder(url, sessions)
    const cwd = await freshDirectory()
    const migrate = () =>
      spawn(process.execPath, [main, '--migrate'], {
        cwd,
        env: { ...childVariables, DATABASE_URL: url, LOG_LEVEL: 'info' },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
    const killed = migrate()
    for await (const text of killed.stdout.setEncoding('utf8')) if (String(text).includes('To do: 0006')) break
    killed.kill('SIGKILL')
    await once(killed, 'exit')

    const finished = migrate()
    let output = ''
    finished.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    const [code] = await once(finished, 'close')
    expect(code, output).toBe(0)
    expect(output).toMatch(
      /To do: 0006-decoded-events, 0007-outbox, 0008-bounded-waiting, 0009-outcomes, 0010-identities, 0011-console, 0012-privacy, 0013-left-waiting \(20000 sessions, 20003 webhooks\)\nDone: {2}0006-decoded-events in \d/,
    )
    const db = await openDatabase(url, createTestLog().logger)
    onTestFinished(() => db.close())
    const { count } = await db.query
      .selectFrom('WebhookEvent')
      .innerJoin('ConnectionSession', 'ConnectionSession.id', 'WebhookEvent.session')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(count).toBe(sessions)
    const { references } = await db.query
      .selectFrom('ConnectionSession')
      .select(({ fn }) => fn.count<number>('reference').distinct().as('references'))
      .executeTakeFirstOrThrow()
    expect(references).toBe(sessions)
  })
})
