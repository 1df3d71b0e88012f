import type { RequestListener } from 'node:http'
import type { Logger } from 'pino'
import { hereOf } from './addresses/here-of.ts'
import { createAccess, type OperatorToken } from './admin/access.ts'
import { createAlarms } from './admin/alarms.ts'
import { createAnswerCounts } from './admin/answer-counts.ts'
import { createMetrics } from './admin/metrics.ts'
import { createRefusals } from './admin/refusals.ts'
import { createSelectEvents } from './admin/replay-selection.ts'
import { stats } from './admin/stats.ts'
import { createWatchStats } from './admin/watch-stats.ts'
import { createApp } from './app.ts'
import { toAsked } from './confirmd/confirmd-config.ts'
import { type ConfirmdPatience, openConfirmd } from './confirmd/open-confirmd.ts'
import { watchPlatform } from './confirmd/watch-platform.ts'
import { type OpenDatabase, openDatabase as openOwnDatabase } from './db/open-database.ts'
import type { Env } from './env.ts'
import { signInPath } from './http/admin-routes.ts'
import type { ClientFiles } from './http/client-files.ts'
import { createClientIpOf, createClientIpOfMessage } from './http/client-ip.ts'
import { createAdminCookie } from './http/operator-session.ts'
import type { PageSettings } from './http/page-settings.ts'
import { startJobs } from './jobs.ts'
import { createFailureLimit } from './limits/failure-limit.ts'
import { createNetworkLimit } from './limits/network-limit.ts'
import { createSessionAdmission } from './limits/session-admission.ts'
import { createWebhookQuota } from './limits/webhook-quota.ts'
import type { OidcOptions } from './oidc/open-oidc.ts'
import { openNotice, privacySummary } from './open-notice.ts'
import { openStudentKeys } from './open-student-keys.ts'
import { openWebhookKeys } from './open-webhook-keys.ts'
import { createCoverage } from './qa/coverage.ts'
import { startDispatcher } from './sessions/dispatcher.ts'
import { readIdentityAgain } from './sessions/get-portal.ts'
import { openBus } from './sessions/open-bus.ts'
import { renewRequest } from './sessions/renew-request.ts'
import { createInbox } from './webhooks/inbox.ts'

export interface WireOptions {
  readonly log: Logger
  readonly webhookSecret: string
  /** Opens what is an operator's; undefined: nothing does. */
  readonly adminToken: string | undefined
  /** Where the simulator keeps its state. */
  readonly dataDirectory: string
  /** Makes the pages; undefined where something else serves them. */
  readonly clientFiles: ((settings: PageSettings) => ClientFiles) | undefined
  readonly now?: () => Date
  readonly openDatabase?: OpenDatabase
  /** The code of the thread that writes, where there is to be one. */
  readonly writerScript?: URL
  /** How long the platform is waited for; as long as a student can be expected to, by default. */
  readonly patience?: ConfirmdPatience
}

export interface Wired {
  /** Answers every request. */
  readonly listener: RequestListener
  /** What the pages are told of this server. */
  readonly pageSettings: PageSettings
  /** The address of the console that signs in once, or null where the console is off. */
  readonly signInLink: () => string | null
  /** Begins what runs by itself: once, and not before requests are answered, so that who waits for this process is first. */
  begin(): void
  /** Ends what runs by itself and closes the database. Requests must have been answered before. */
  close(): Promise<void>
}

/** What a sign-in asks of the portals' routes, more or less. */
const requestsOfSignIn = 4

/** Builds every object once. */
export async function wire(env: Env, options: WireOptions): Promise<Wired> {
  const {
    log,
    webhookSecret,
    dataDirectory,
    patience,
    now = () => new Date(),
    openDatabase = openOwnDatabase,
  } = options
  const ttlMs = env.sessionTtlSeconds * 1000
  const db = await openDatabase(env.databaseUrl, log, env.postgres)
  const { bus, stopBus } = openBus(db, log)
  const limiterStore = db.shared?.limiterStore
  const perMinute = env.sessionRateLimit * requestsOfSignIn
  const confirmd = await openConfirmd(env, {
    ...{ log, webhookSecret, dataDirectory, patience },
    here: hereOf(env),
    answered: (side, answer) => metrics.platformAnswered(side, answer),
  })
  const { platform, organizationId } = confirmd
  const { sealer, students } = await openStudentKeys(env, { db, dataDirectory, config: confirmd.config, log })
  const pageSettings = {
    mode: env.confirmd.mode,
    environment: env.production
      ? ('production' as const)
      : env.confirmd.mode === 'platform'
        ? ('platform' as const)
        : ('simulator' as const),
    walletScheme: env.walletScheme,
    asked: toAsked(confirmd.config),
    privacy: privacySummary(env),
    portals: env.oidcClients !== undefined,
  }
  const notice = await openNotice(env, { db, config: confirmd.config, now })
  const keys = openWebhookKeys(env, { db, now, dataDirectory, webhookSecret })
  const answerCounts = createAnswerCounts(db, now)
  const readStats = () => stats({ db, answerCounts, now })
  const coverage = createCoverage(db, now)
  const trouble = () => (env.confirmd.mode === 'platform' ? platform.health.trouble() : null)
  const alarms = createAlarms({
    db,
    now,
    coverage,
    dataDirectory,
    trouble,
    acceptsOlderSecret: keys.acceptsOlder,
    ...env.privacy,
  })
  const metrics = createMetrics(readStats, alarms)
  const operatorFailures = createFailureLimit('operator', limiterStore, log)
  const access = createAccess({ tokens: tokensOf(env, options.adminToken), db, failures: operatorFailures, now })
  const quota = createWebhookQuota(env.webhookRateLimit, limiterStore, organizationId)
  const inbox = createInbox({ db, bus, quota, markKey: students.markKey, ttlMs, now, log, observer: metrics.observer })
  const shared = { db, bus, answerCounts, ttlMs, now, retentionDays: env.retentionDays }
  const clientIpOf = createClientIpOf(env.trustProxy)
  const refusals = createRefusals(now)
  const oidc = await openPortals(env, {
    ...{ db, sealer, clientIpOf, log, now },
    publicUrl: env.publicUrl,
    limit: perMinute === 0 ? undefined : createNetworkLimit({ name: 'portals', perMinute, store: limiterStore, log }),
    definitionOf: (requestType) =>
      requestType === 'registration' ? confirmd.config.card : confirmd.config.registration.offer.credentialDefinitionId,
    fetchAgain: async (sessionId) => {
      await readIdentityAgain({ db, now }, sessionId)
      bus.publish([], true)
    },
    offerAgain: async (sessionId) => {
      await renewRequest(shared, sessionId, 'offerCredential')
    },
  })
  const clientFiles = options.clientFiles?.(pageSettings)
  const listener = createApp({
    inbox,
    secrets: keys.check,
    failures: createFailureLimit('webhook', limiterStore, log),
    organizationId: env.organizationId,
    ownOrganizationId: organizationId,
    maxAgeSeconds: env.webhookMaxAgeSeconds,
    clientIpOf,
    clientIpOfMessage: createClientIpOfMessage(env.trustProxy),
    now,
    refusals,
    services: {
      ...shared,
      refusals,
      platform,
      publicUrl: env.publicUrl,
      notice,
      students,
      organizationId: env.organizationId, // the simulator's own is no setting: there anybody with the key may speak
      admission: createSessionAdmission({ perMinute: env.sessionRateLimit, store: limiterStore, log }),
      watchStats: createWatchStats(readStats),
      coverage,
      alarms,
      keyUse: keys.use,
      access,
      testEvents: {
        production: env.production,
        webhookUrl: `${hereOf(env)}/api/webhooks/confirmd`,
        webhookSecret,
        organizationId,
      },
      account: {
        mode: env.confirmd.mode,
        host: new URL(env.confirmd.mode === 'platform' ? env.confirmd.apiUrl : hereOf(env)).host,
        organizationId,
        health: platform.health,
      },
      apps: platform.apps,
      appId: confirmd.appId,
      acceptSecret: keys.accept,
    },
    metrics,
    answered: (answer, webhookId, keyMark) => {
      answerCounts.add(answer, webhookId)
      if (keyMark !== undefined) keys.use.used(keyMark)
      metrics.observer.answered(answer)
    },
    visitors: { access, cookie: createAdminCookie(env.publicUrl), clientIpOf },
    isReady: db.isReady,
    publicUrl: env.publicUrl,
    port: env.port,
    walletScheme: env.walletScheme,
    maxStreamsPerAddress: env.maxStreamsPerAddress,
    log,
    oidc,
    simulator: confirmd.simulator?.app,
    pageSettings,
    helpContact: env.help,
    clientFiles,
  })
  let running: readonly { stop(): Promise<void> }[] = []
  return {
    listener,
    pageSettings,
    signInLink: () => {
      const code = access.oneTimeCode()
      return code && `${env.publicUrl}${signInPath}?code=${code}`
    },
    begin() {
      running = [
        startJobs({
          ...shared,
          keyUse: keys.use,
          inbox,
          selectEvents: createSelectEvents(db),
          records: platform.records,
          organizationId,
          reconcileAfterMs: env.reconcileAfterSeconds * 1000,
          log,
        }),
        startDispatcher({ ...shared, platform, students, log }),
        ...(env.confirmd.mode === 'platform' ? [watchPlatform(platform, log)] : []),
      ]
      if (options.writerScript) db.startWriter(options.writerScript)
      clientFiles?.compress().catch((error: unknown) => log.warn({ err: error }, 'the pages could not be compressed'))
    },
    async close() {
      await Promise.all(running.map((each) => each.stop()))
      await stopBus()
      await confirmd.simulator?.close()
      await db.close()
    },
  }
}

/** The room for portals is loaded where there are any. */
async function openPortals(env: Env, options: Omit<OidcOptions, 'file' | 'production'>) {
  if (env.oidcClients === undefined) return undefined
  const { openOidc } = await import('./oidc/open-oidc.ts')
  return openOidc({ ...options, file: env.oidcClients, production: env.production })
}

/** The one without a name first, which the link that signs in once belongs to. */
function tokensOf({ adminTokens }: Env, token: string | undefined): OperatorToken[] {
  return [...(token === undefined ? [] : [{ name: null, token }]), ...adminTokens]
}
