import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Logger } from 'pino'
import { AppError } from '../errors.ts'
import { createAppRoutes } from './app-routes.ts'
import { createApps } from './apps.ts'
import { createBearerTokens } from './bearer-tokens.ts'
import { type ChaosSettings, createChaos, noChaos } from './chaos.ts'
import { createChaosRoutes } from './chaos-routes.ts'
import { createDeliveries } from './deliveries.ts'
import { guideSpeech } from './guide-speech.ts'
import { createOrganization } from './organization.ts'
import { createPlatformRoutes } from './platform-routes.ts'
import { platformSpeech } from './platform-speech.ts'
import { createPublisher } from './publisher.ts'
import { openState, outboxKey } from './state.ts'
import { createWallet } from './wallet.ts'
import { createWalletRoutes } from './wallet-routes.ts'

export type SimulatorDialect = 'guide' | 'platform'

export interface SimulatorOptions {
  readonly organizationId: string
  readonly clientId: string
  readonly clientSecret: string
  /** Origin under which the simulator is reached, at `/simulator`; goes into invitations. */
  readonly publicUrl: string
  /** Where webhooks go from the start; asked at every delivery, since the port may not be known yet. Without it, nowhere until an app is registered. */
  readonly webhookUrl?: (() => string) | undefined
  readonly webhookSecret: string
  /** How webhooks are worded; the guide's way unless told otherwise. */
  readonly dialect?: SimulatorDialect
  /** What goes wrong from the start; nothing unless told otherwise. */
  readonly chaos?: ChaosSettings
  /** Where to keep what must outlive a restart; memory only without it. */
  readonly stateFile?: string
  readonly log: Logger
  /** Before the first redelivery of a webhook; doubled for each later one; 2 s as the platform. */
  readonly retryDelayMs?: number
  readonly now?: () => Date
}

export interface Simulator {
  /** To be mounted at `/simulator`. */
  readonly app: Hono
  /** Stops delivering and saves. What is undelivered goes out after the next start. */
  close(): Promise<void>
}

/** A stand-in for the Confirmd platform and a wallet, over real HTTP both ways (contract, "Simulator"). */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { organizationId, publicUrl, webhookUrl, webhookSecret, dialect = 'guide', log } = options
  const { retryDelayMs = 2000, now = () => new Date() } = options
  const state = openState(options.stateFile, log)
  const speech = dialect === 'guide' ? guideSpeech : platformSpeech
  const apps = createApps({ state, webhookUrl, webhookSecret, now })
  const chaos = createChaos(options.chaos ?? noChaos, now)
  const deliveries = createDeliveries({
    app: (appId) => apps.all().find((app) => app.appId === appId),
    chaos,
    log,
    retryDelayMs,
    now,
    onSettled(webhook) {
      state.outbox.delete(outboxKey(webhook))
      void state.save()
    },
  })
  const publisher = createPublisher({ state, apps, deliveries, speech, organizationId, now })
  const organization = createOrganization({ state, publisher, now })
  const wallet = createWallet({ state, publisher, acceptSteps: speech.acceptSteps, now })
  const tokens = createBearerTokens({ clientId: options.clientId, clientSecret: options.clientSecret, now })
  const undelivered = [...state.outbox.values()]
  for (const webhook of undelivered) deliveries.send(webhook, Promise.resolve())

  const app = new Hono()
    .use(bodyLimit({ maxSize: 64 * 1024, onError: (c) => c.json({ error: 'Body too large' }, 413) }))
    .get('/invitation', (c) =>
      c.redirect(
        `/wallet?invitation=${encodeURIComponent(`${publicUrl}/simulator/invitation${new URL(c.req.url).search}`)}`,
      ),
    )
    .route('/wallet', createWalletRoutes(wallet))
    .route(
      '/',
      createPlatformRoutes({
        ...{ organizationId, publicUrl, tokens, organization, speech, chaos },
        appRoutes: createAppRoutes({ organizationId, apps, deliveries, speech, now }),
        chaosRoutes: createChaosRoutes(chaos),
      }),
    )
    .onError((error, c) => {
      if (error instanceof AppError) return c.json({ error: error.message }, error.code === 'NOT_FOUND' ? 404 : 400)
      log.error({ err: error }, 'simulator failed')
      return c.json({ error: 'Internal error' }, 500)
    })

  return {
    app,
    async close() {
      await deliveries.close()
      await state.save()
    },
  }
}
