import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Logger } from 'pino'
import { AppError } from '../errors.ts'
import { createChaos, readChaos } from './chaos.ts'
import { createDeliveries } from './deliveries.ts'
import { createPlatformRoutes } from './platform-routes.ts'
import { platformSerializer } from './platform-serializer.ts'
import { createPublisher } from './publisher.ts'
import { ownAppId } from './records.ts'
import { openState, outboxKey } from './state.ts'
import { createWalletRoutes } from './wallet-routes.ts'
import { createApps } from './webhook-apps.ts'
import { guideSerializer } from './webhook-serializer.ts'

export type SimulatorDialect = 'guide' | 'platform' | 'credebl'

export interface SimulatorOptions {
  readonly organizationId: string
  readonly clientId: string
  readonly clientSecret: string
  /** Origin under which the simulator is reached, at `/simulator`; goes into invitations. */
  readonly publicUrl: string
  /**
   * Where webhooks go from the start; asked at every delivery, since the port may not be known yet. Without it, nowhere
   * until an app is registered.
   */
  readonly webhookUrl?: (() => string) | undefined
  readonly webhookSecret: string
  /** How webhooks are written; the guide's way by default. */
  readonly dialect?: SimulatorDialect
  /** What goes wrong from the start, as `SIMULATOR_CHAOS` says it; nothing by default. */
  readonly chaos?: string
  /** Where to keep what must outlive a restart; memory only without it. */
  readonly stateFile?: string
  readonly log: Logger
  /** Before the first redelivery of a webhook; doubled for each later one; 2 s as the platform. */
  readonly retryDelayMs?: number
  readonly now?: () => Date
}

/**
 * A stand-in for the Confirmd platform and a wallet, over real HTTP both ways (contract, "Simulator").
 *
 * @throws AppError `BAD_REQUEST` where `chaos` makes no sense, naming `SIMULATOR_CHAOS`.
 */
export function createSimulator(options: SimulatorOptions) {
  const { organizationId, clientId, clientSecret, publicUrl, webhookUrl, webhookSecret, log } = options
  const { dialect = 'guide', retryDelayMs = 2000, now = () => new Date() } = options
  const chaos = createChaos(readChaos(options.chaos ?? ''), now)
  const state = openState(options.stateFile, log)
  const serializer = dialect === 'guide' ? guideSerializer : platformSerializer
  const apps = createApps({ state, webhookUrl, webhookSecret, now })
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
  const publisher = createPublisher({ state, apps, deliveries, serializer, organizationId, now })
  for (const webhook of [...state.outbox.values()]) deliveries.send(webhook, Promise.resolve())

  const agent = { state, publisher, serializer, now }
  const app = new Hono()
    .use(bodyLimit({ maxSize: 64 * 1024, onError: (c) => c.json({ error: 'Body too large' }, 413) }))
    .get('/invitation', (c) => {
      const invitation = `${publicUrl}/simulator/invitation${new URL(c.req.url).search}`
      return c.redirect(`/wallet?invitation=${encodeURIComponent(invitation)}`)
    })
    .route('/wallet', createWalletRoutes(agent))
    .route(
      '/',
      createPlatformRoutes({ ...agent, organizationId, clientId, clientSecret, publicUrl, chaos, apps, deliveries }),
    )
    .onError((error, c) => {
      if (error instanceof AppError) return c.json({ error: error.message }, error.code === 'NOT_FOUND' ? 404 : 400)
      log.error({ err: error }, 'unexpected simulator error')
      return c.json({ error: 'Internal error' }, 500)
    })

  return {
    /** To be mounted at `/simulator`. */
    app,
    /** The webhook app that sends to `webhookUrl`. */
    appId: ownAppId,
    /** Stops delivering and saves. What is undelivered goes out after the next start. */
    async close() {
      await deliveries.close()
      await state.save()
    },
  }
}
