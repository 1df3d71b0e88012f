import { join } from 'node:path'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import { createAccess } from './admin/access.ts'
import { createAnswerCounts } from './admin/answer-counts.ts'
import { createMetrics } from './admin/metrics.ts'
import { stats } from './admin/stats.ts'
import { createWatchStats } from './admin/watch-stats.ts'
import { createApp } from './app.ts'
import { openConfirmd } from './confirmd/open-confirmd.ts'
import { createWebhookPanel } from './confirmd/webhook-panel.ts'
import type { Database } from './db/database.ts'
import { type OpenDatabase, openDatabase as openOwnDatabase } from './db/open-database.ts'
import type { Env } from './env.ts'
import { createAdminCookie } from './http/admin-cookie.ts'
import { signInPath } from './http/admin-link.ts'
import { createClientIpOf } from './http/client-ip.ts'
import { startJobs } from './jobs.ts'
import { createSharedFailures, type FailureKind } from './limits/failure-limit.ts'
import { createSlidingWindow } from './limits/sliding-window.ts'
import { createLocalRateLimit, createSharedRateLimit, noRateLimit } from './limits/webhook-quota.ts'
import { createCoverage } from './qa/coverage.ts'
import { openRotatedSecrets } from './secrets/rotated-secrets.ts'
import { createSecretCheck } from './secrets/secret-check.ts'
import { createLocalBus } from './sessions/bus.ts'
import { createSessions } from './sessions/create-sessions.ts'
import { expire } from './sessions/end.ts'
import { createPostgresBus } from './sessions/postgres-bus.ts'
import { startSweeper } from './sessions/sweeper.ts'
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

const minuteMs = 60_000
/** Wrong keys, and wrong tokens, from one address. */
const failuresPerMinute = 30
/** Between two rounds of questions to the platform. */
const reconcileEveryMs = 5_000

/** Builds every object once. */
export async function wire(env: Env, options: WireOptions): Promise<Wired> {
  const { log, webhookSecret, now = () => new Date(), openDatabase = openOwnDatabase } = options
  const ttlMs = env.sessionTtlSeconds * 1000
  const db = await openDatabase(env.databaseUrl, log, env.postgres)
  const { bus, rate, failuresOf, stopBus } = createShared(db, env, log)
  const { sessions: queries } = db
  const confirmd = openConfirmd(env, { log, webhookSecret, dataDirectory: options.dataDirectory, here: hereOf(env) })
  const secrets = [webhookSecret, ...env.previousWebhookSecrets]
  const rotated = openRotatedSecrets(join(options.dataDirectory, 'rotated-secrets'), secrets)
  const sessions = createSessions({ platform: confirmd.platform, db, queries, bus, ttlMs, now })
  const sweeper = startSweeper(() => expire({ db, queries, bus, ttlMs, now }), log)
  const answerCounts = createAnswerCounts(db, now)
  const readStats = () => stats({ db, answerCounts, now })
  const metrics = createMetrics(readStats)
  const access = createAccess({ token: options.adminToken, db, failures: failuresOf('operator'), now })
  const inbox = createInbox({ db, bus, rate, ttlMs, now, log, observer: metrics.observer })
  const { retentionDays } = env
  const jobs = startJobs({ db, bus, answerCounts, ttlMs, retentionDays, now, log })
  const reconciler = openReconciler()
  const clientIpOf = createClientIpOf(env.trustProxy)
  const app = createApp({
    inbox,
    secrets: createSecretCheck(secrets, rotated.digests),
    failures: failuresOf('webhook'),
    organizationId: env.organizationId,
    maxAgeSeconds: env.webhookMaxAgeSeconds,
    clientIpOf,
    now,
    services: {
      ...{ db, bus, sessions, answerCounts, ttlMs, retentionDays, now },
      watchStats: createWatchStats(readStats),
      coverage: createCoverage(db, now),
      testEvents: {
        production: env.production,
        webhookUrl: `${hereOf(env)}/api/webhooks/confirmd`,
        webhookSecret,
        organizationId: confirmd.organizationId,
      },
      webhookPanel: createWebhookPanel({
        apps: confirmd.platform.apps,
        appId: confirmd.appId,
        accept: db.shared ? undefined : rotated.add,
        db,
        now,
      }),
    },
    metrics,
    answered: (answer, webhookId) => {
      answerCounts.add(answer, webhookId)
      metrics.observer.answered(answer)
    },
    visitors: { access, cookie: createAdminCookie(env.publicUrl), clientIpOf },
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
      const code = access.oneTimeCode()
      return code && `${env.publicUrl}${signInPath}?code=${code}`
    },
    async close() {
      await sweeper.stop()
      await reconciler?.stop()
      await jobs.stop()
      await stopBus()
      await confirmd.simulator?.close()
      await db.close()
    },
  }

  function openReconciler() {
    if (env.reconcileAfterSeconds === 0) return undefined
    const afterMs = env.reconcileAfterSeconds * 1000
    const { organizationId, platform } = confirmd
    const deps = { records: platform.records, inbox, read: db.read, organizationId, ttlMs, afterMs, log, now }
    const intervalMs = Math.min(reconcileEveryMs, afterMs / 4)
    return startReconciler({ reconcile: createReconcile(deps), claim: db.claim, intervalMs, log })
  }
}

/** What holds over every process on the database: through PostgreSQL where there may be several, else in memory. */
function createShared({ shared, sessions: queries }: Database, { webhookRateLimit: limit }: Env, log: Logger) {
  const ownFailures = () => createSlidingWindow(failuresPerMinute, minuteMs)
  if (!shared) {
    const rate = limit === 0 ? noRateLimit : createLocalRateLimit(createSlidingWindow(limit, minuteMs))
    return { bus: createLocalBus(), rate, failuresOf: ownFailures, stopBus: async () => undefined }
  }
  const { channel, allowance } = shared
  const bus = createPostgresBus({ channel, queries, log })
  const rule = { limit: failuresPerMinute, windowMs: minuteMs }
  return {
    bus,
    rate: limit === 0 ? noRateLimit : createSharedRateLimit(allowance, limit, minuteMs),
    failuresOf: (kind: FailureKind) => createSharedFailures(kind, allowance, ownFailures(), rule),
    stopBus: bus.stop,
  }
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
