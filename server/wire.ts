import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import { createConfirmdPlatform } from './confirmd/confirmd-platform.ts'
import { createSimulator } from './confirmd/simulator/simulator.ts'
import type { Env } from './env.ts'
import { createLocalBus } from './feed/bus.ts'
import { createAddressOf } from './http/client-address.ts'
import { createSecretCheck } from './http/secrets.ts'
import { createSessions } from './sessions/create-sessions.ts'
import { expire } from './sessions/end.ts'
import { startSweeper } from './sessions/sweeper.ts'
import { openStore } from './store/open-store.ts'
import { createInbox } from './webhooks/inbox.ts'
import { createSlidingWindow } from './webhooks/sliding-window.ts'

export interface WireOptions {
  readonly log: Logger
  readonly webhookSecret: string
  /** Where the simulator keeps its state. */
  readonly dataDirectory: string
  /** The pages; undefined where something else serves them. */
  readonly clientFiles: Hono | undefined
  readonly now?: () => Date
}

export interface Wired {
  readonly app: Hono
  /** Ends what runs by itself and closes the database. Requests must have been answered before. */
  close(): Promise<void>
}

const minuteMs = 60_000
const wrongKeysPerMinute = 30
const simulatorOrganization = 'nelfund-simulator'

/** Builds every object once. */
export async function wire(env: Env, options: WireOptions): Promise<Wired> {
  const { log, webhookSecret, now = () => new Date() } = options
  const ttlMs = env.sessionTtlSeconds * 1000
  const store = await openStore(env.databaseUrl, log)
  const bus = createLocalBus()
  const rate = createSlidingWindow(env.webhookRateLimit, minuteMs)
  const { ledger, sessions: queries } = store
  const confirmd = createConfirmd(env, options)
  const sessions = createSessions({ platform: confirmd.platform, ledger, queries, bus, ttlMs, now })
  const sweeper = startSweeper(() => expire({ ledger, queries, bus, ttlMs, now }), log)
  const app = createApp({
    inbox: createInbox({ ledger, bus, rate, ttlMs, now, log }),
    secrets: createSecretCheck([webhookSecret, ...env.previousWebhookSecrets]),
    failures: createSlidingWindow(wrongKeysPerMinute, minuteMs),
    organizationId: env.organizationId,
    maxAgeSeconds: env.webhookMaxAgeSeconds,
    addressOf: createAddressOf(env.trustProxy),
    now,
    sessions,
    isReady: store.isReady,
    publicUrl: env.publicUrl,
    maxStreamsPerAddress: env.maxStreamsPerAddress,
    log,
    simulator: confirmd.simulator?.app,
    clientFiles: options.clientFiles,
  })
  return {
    app,
    async close() {
      await sweeper.stop()
      await confirmd.simulator?.close()
      await store.close()
    },
  }
}

/** The platform, or in simulator mode a stand-in that this process serves and calls over HTTP like the real one. */
function createConfirmd(env: Env, { log, webhookSecret, dataDirectory }: WireOptions) {
  const { mode, authUrl, apiUrl, clientId, clientSecret } = env.confirmd
  if (mode === 'platform') {
    const id = clientId ?? ''
    const account = { organizationId: env.organizationId ?? id, clientId: id, clientSecret: clientSecret ?? '' }
    return { platform: createConfirmdPlatform({ authUrl, apiUrl, ...account, log }), simulator: undefined }
  }
  const account = {
    organizationId: env.organizationId ?? simulatorOrganization,
    clientId: simulatorOrganization,
    clientSecret: randomBytes(32).toString('hex'),
  }
  const here = `http://${reachableHost(env.host)}:${env.port}`
  const simulator = createSimulator({
    ...account,
    publicUrl: env.publicUrl,
    webhookUrl: () => `${here}/api/webhooks/confirmd`,
    webhookSecret,
    stateFile: join(dataDirectory, 'simulator.json'),
    log,
  })
  const platform = createConfirmdPlatform({
    authUrl: `${here}/simulator/token`,
    apiUrl: `${here}/simulator`,
    ...account,
    log,
  })
  return { platform, simulator }
}

/** How this process reaches itself where it listens on every address. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
