import { join } from 'node:path'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import { openOperations } from './admin/open-operations.ts'
import { createApp } from './app.ts'
import { openConfirmd } from './confirmd/open-confirmd.ts'
import type { Database } from './db/database.ts'
import { type OpenDatabase, openDatabase as openOwnDatabase } from './db/open-database.ts'
import type { Env } from './env.ts'
import { signInPath } from './http/admin-routes.ts'
import { createClientIpOf } from './http/client-ip.ts'
import { createAdminCookie } from './http/operator-session.ts'
import { startIntervalJob } from './interval-job.ts'
import { createFailureLimit } from './limits/failure-limit.ts'
import { createWebhookQuota } from './limits/webhook-quota.ts'
import { createQa } from './qa/qa.ts'
import { openRotatedSecrets } from './secrets/rotated-secrets.ts'
import { createSecretCheck } from './secrets/secret-check.ts'
import { createLocalBus } from './sessions/bus.ts'
import { createSessions } from './sessions/create-sessions.ts'
import { expireSessions } from './sessions/expire-sessions.ts'
import { createPostgresBus } from './sessions/postgres-bus.ts'
import { decodeOlder } from './webhooks/decode-older.ts'
import { createInbox } from './webhooks/inbox.ts'
import { createReconcile } from './webhooks/reconcile.ts'
import { startReconciler } from './webhooks/run-reconciler.ts'

export interface WireOptions {
  readonly log: Logger
  readonly webhookSecret: string
  /** Opens what is an operator's; undefined: nothing does. */
  readonly adminToken: string | undefined
  /** Where the simulator keeps its state. */
  readonly dataDirectory: string
  /** The pages; undefined where something else serves them. */
  readonly clientFiles: Hono | undefined
  readonly now?: () => Date
  readonly openDatabase?: OpenDatabase
}

export interface Wired {
  readonly app: Hono
  /** The address of the console that signs in once, or null where the console is off. */
  readonly signInLink: () => string | null
  /** Ends what runs by itself and closes the database. Requests must have been answered before. */
  close(): Promise<void>
}

/** Well under the five seconds within which a session that stands still must end. */
const sweepEveryMs = 1_000
const decodeEveryMs = 1_000
/** Between two rounds of questions to the platform. */
const reconcileEveryMs = 5_000

/** Builds every object once. */
export async function wire(env: Env, options: WireOptions): Promise<Wired> {
  const { log, webhookSecret, now = () => new Date(), openDatabase = openOwnDatabase } = options
  const ttlMs = env.sessionTtlSeconds * 1000
  const db = await openDatabase(env.databaseUrl, log, env.postgres)
  const { bus, stopBus } = createBus(db, log)
  const limiterStore = db.shared?.limiterStore
  const confirmd = await openConfirmd(env, {
    log,
    webhookSecret,
    dataDirectory: options.dataDirectory,
    here: hereOf(env),
  })
  const secrets = [webhookSecret, ...env.previousWebhookSecrets]
  const rotated = openRotatedSecrets(join(options.dataDirectory, 'rotated-secrets'), secrets)
  const sessions = createSessions({ platform: confirmd.platform, db, bus, ttlMs, now })
  const sweep = async () => {
    const expired = await expireSessions({ db, bus, ttlMs, now })
    if (expired > 0) log.info({ expired }, 'sessions expired')
  }
  const sweeper = startIntervalJob('sweep', sweep, sweepEveryMs, log)
  const decoder = startIntervalJob('decode', () => decodeOlder({ db, bus, ttlMs, now }), decodeEveryMs, log)
  const operations = openOperations({
    db,
    bus,
    adminToken: options.adminToken,
    failures: createFailureLimit('operator', limiterStore, log),
    ttlMs,
    retentionDays: env.retentionDays,
    now,
    log,
  })
  const quota = createWebhookQuota(env.webhookRateLimit, limiterStore)
  const inbox = createInbox({ db, bus, quota, ttlMs, now, log, observer: operations.metrics.observer })
  const reconciler = openReconciler()
  const clientIpOf = createClientIpOf(env.trustProxy)
  const app = createApp({
    inbox,
    secrets: createSecretCheck(secrets, rotated.digests),
    failures: createFailureLimit('webhook', limiterStore, log),
    organizationId: env.organizationId,
    maxAgeSeconds: env.webhookMaxAgeSeconds,
    clientIpOf,
    now,
    sessions,
    admin: operations.admin,
    metrics: operations.metrics,
    answered: operations.answered,
    visitors: { access: operations.access, cookie: createAdminCookie(env.publicUrl), clientIpOf },
    qa: createQa({
      bus,
      read: db.read,
      production: env.production,
      webhookUrl: `${hereOf(env)}/api/webhooks/confirmd`,
      webhookSecret,
      organizationId: confirmd.organizationId,
      now,
    }),
    webhookApp: {
      apps: confirmd.platform.apps,
      appId: confirmd.appId,
      acceptSecret: db.shared ? undefined : rotated.add,
      db,
      now,
    },
    isReady: db.isReady,
    publicUrl: env.publicUrl,
    maxStreamsPerAddress: env.maxStreamsPerAddress,
    log,
    simulator: confirmd.simulator?.app,
    clientFiles: options.clientFiles,
  })
  return {
    app,
    signInLink: () => {
      const code = operations.access.oneTimeCode()
      return code && `${env.publicUrl}${signInPath}?code=${code}`
    },
    async close() {
      await sweeper.stop()
      await decoder.stop()
      await reconciler?.stop()
      await operations.stop()
      await stopBus()
      await confirmd.simulator?.close()
      await db.close()
    },
  }

  function openReconciler() {
    if (env.reconcileAfterSeconds === 0) return undefined
    const afterMs = env.reconcileAfterSeconds * 1000
    const { organizationId, platform } = confirmd
    const deps = { records: platform.records, inbox, db, organizationId, ttlMs, afterMs, log, now }
    const intervalMs = Math.min(reconcileEveryMs, afterMs / 4)
    return startReconciler({ reconcile: createReconcile(deps), claim: db.claim, intervalMs, log })
  }
}

/** Tells watchers at every process on the database, where there may be several. */
function createBus(db: Database, log: Logger) {
  if (!db.shared) return { bus: createLocalBus(log), stopBus: async () => undefined }
  const bus = createPostgresBus({ channel: db.shared.channel, db, log })
  return { bus, stopBus: bus.stop }
}

/** This process's own address, as it calls itself. */
function hereOf({ host, port }: Env): string {
  return `http://${reachableHost(host)}:${port}`
}

/** How this process reaches itself where it listens on every address. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
