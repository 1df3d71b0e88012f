import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { pino } from 'pino'
import type { Database } from '../../server/db/database.ts'
import type { Tables } from '../../server/db/entities/entities.ts'
import { setStatements } from '../../server/db/hot-statements.ts'
import { createPoolKysely } from '../../server/db/postgres/postgres-kysely.ts'
import { createPostgresTransactions } from '../../server/db/postgres/postgres-transaction.ts'
import { noQuota } from '../../server/limits/webhook-quota.ts'
import { createLocalBus } from '../../server/sessions/bus.ts'
import { cancelSession } from '../../server/sessions/cancel-session.ts'
import { continueWaiting } from '../../server/sessions/continue-waiting.ts'
import { createSession } from '../../server/sessions/create-session.ts'
import { expireSessions } from '../../server/sessions/expire-sessions.ts'
import { createInbox } from '../../server/webhooks/inbox.ts'
import type { WebhookEvent } from '../../shared/webhook-event.ts'
import { createConnections } from './connections.ts'
import type { Engine } from './engine.ts'

export const ttlMs = 900_000
export const organizationId = 'org'

const log = pino({ level: 'silent' })
const texts = { ConnectionSession: {}, PlatformCommand: {}, SessionHistory: {}, WebhookCount: {}, WebhookEvent: {} }
const compiler = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})
/** Known by their names here; what their text says is the simulation's to know. */
const hotStatements = setStatements(compiler, texts)
const refuse = () => {
  throw new Error('The simulation has no need of this')
}

/**
 * One process of the server: the real pipeline on connections to `engine`. Whoever asks it for something is told that the
 * line is dead when it crashes.
 */
export function startServerPart(engine: Engine, claims: Set<string>, now: () => Date) {
  const connections = createConnections(engine)
  const { pool } = connections
  const query = createPoolKysely(pool)
  const hung = new Set<(error: Error) => void>()
  const mine = new Set<string>()
  let isAlive = true

  const db: Database = {
    ...createPostgresTransactions(pool, hotStatements),
    query,
    views: { view: refuse, versionsAfter: refuse },
    async claim(name, work) {
      if (claims.has(name)) return undefined
      claims.add(name)
      mine.add(name)
      try {
        return await work()
      } finally {
        claims.delete(name)
        mine.delete(name)
      }
    },
    shared: undefined,
    startWriter: refuse,
    erasure: { historyKey: '', overwrite: refuse, finish: refuse },
    settled: async () => undefined,
    isReady: async () => true,
    close: async () => undefined,
  }
  const bus = createLocalBus(log)
  const ctx = { db, bus, ttlMs, now }
  const observer = { stored: () => undefined, committed: () => undefined }
  const inbox = createInbox({ ...ctx, quota: noQuota, log, observer })

  const ask = <Result>(task: () => Promise<Result>) =>
    new Promise<Result>((resolve, reject) => {
      if (!isAlive) return reject(new Error('Nobody listens'))
      hung.add(reject)
      task().then(resolve, reject)
    })
  return {
    connections,
    isAlive: () => isAlive,
    store: (event: WebhookEvent) => ask(() => inbox.store(event)),
    create: (invitationId: string) =>
      ask(() => {
        const platform = { createInvitation: async () => ({ invitationId, invitationUrl: 'https://platform.example' }) }
        const requester = { ipAddress: null, userAgent: null }
        const publicUrl = 'https://connect.example'
        return createSession({ ...ctx, platform, publicUrl, organizationId }, 'registration', requester)
      }),
    cancel: (sessionId: string) => ask(() => cancelSession(ctx, sessionId)),
    sweep: () => ask(() => expireSessions(ctx)),
    goOn: () => ask(() => continueWaiting(ctx)),
    crash(): void {
      isAlive = false
      connections.halt()
      for (const name of mine) claims.delete(name)
      for (const reject of hung) reject(new Error('The line is dead'))
    },
  }
}

export type ServerPart = ReturnType<typeof startServerPart>
