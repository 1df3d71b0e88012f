import Database from 'better-sqlite3'
import type { Logger } from 'pino'
import { openDatabase } from '../../server/db/open-database.ts'
import { applyEvents } from '../../server/sessions/apply-events.ts'
import { initialState } from '../../shared/advance.ts'
import { invitationOf, sessionIdOf, webhookOf } from './load-shape.ts'

/** Sessions that wait for their wallets, and events of others that were stored long ago. */
export async function fillDatabase(
  databaseUrl: string,
  log: Logger,
  counts: { sessions: number; events: number },
): Promise<void> {
  const store = await openDatabase(databaseUrl, log)
  const now = new Date()
  await store.transaction(async (tx) => {
    for (let index = 0; index < counts.sessions; index++) {
      const session = {
        sessionId: sessionIdOf(index),
        version: 1,
        ...initialState,
        requestType: 'registration',
        invitationId: invitationOf(index),
        invitationUrl: 'https://platform.example/invitation',
        shortUrl: null,
        reference: null,
        portal: null,
        notice: null,
        audience: 'own',
        connectionId: null,
        theirDid: null,
        theirLabel: null,
        ipAddress: null,
        userAgent: null,
        organization: null,
        createdAt: now,
        updatedAt: now,
        expiresAt: new Date(now.getTime() + 900_000),
      }
      await applyEvents(tx, { created: session }, { now, ttlMs: 900_000 })
    }
  })
  await store.close()
  if (counts.events > 0) fillEvents(databaseUrl, counts.events)
}

/** Old events as they lie in a file after months: random ids, whole payloads. Written by SQLite itself, which is quick. */
function fillEvents(databaseUrl: string, count: number): void {
  const db = new Database(databaseUrl.slice('sqlite:'.length))
  db.pragma('synchronous = OFF')
  db.prepare(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
     insert into WebhookEvent (webhookId, dialect, topic, organizationId, connectionId, session, payload, outcome, processed, processedAt, createdAt)
     select lower(hex(randomblob(16))), 'guide', 'connections.active', 'eef3cc9f-0cb8-45a7-b7f9-0cfdfded4b95',
       lower(hex(randomblob(16))), null, ?, 'stale', 1, 1700000000000 + i, 1700000000000 + i
     from n`,
  ).run(count, webhookOf(0, 'connections.active'))
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}
