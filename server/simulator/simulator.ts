import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Logger } from 'pino'
import { AppError } from '../errors.ts'
import { createChaos, readChaos } from './chaos.ts'
import { credeblSerializer } from './credebl-serializer.ts'
import { createDeliveries } from './deliveries.ts'
import { guideSerializer } from './guide-serializer.ts'
import { PlatformError } from './platform-error.ts'
import { createPlatformRoutes, type WebhookApi } from './platform-routes.ts'
import { platformSerializer } from './platform-serializer.ts'
import type { Verification } from './proofs.ts'
import { createPublisher } from './publisher.ts'
import { ownAppId } from './records.ts'
import { createShortAddressRoutes, type ShortUrlForm } from './short-address.ts'
import { openState, outboxKey } from './state.ts'
import { createWalletRoutes } from './wallet-routes.ts'
import { createApps } from './webhook-apps.ts'

const serializers = { guide: guideSerializer, platform: platformSerializer, credebl: credeblSerializer }

export type SimulatorDialect = keyof typeof serializers
export const simulatorDialects: readonly string[] = Object.keys(serializers)

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
  /** How webhooks are written; as the platform was recorded by default. */
  readonly dialect?: SimulatorDialect
  /** Whether they are signed in place of carrying the secret itself; always in the dialect of CREDEBL, else not by default. */
  readonly sign?: boolean
  /** How the short addresses of invitations answer; long addresses by default. */
  readonly shortUrls?: ShortUrlForm
  /** Whether the wallet answers an invitation with a connection that it has, where it may, unless told otherwise. */
  readonly reuse?: boolean
  /** How the organization's webhooks are administered; either way by default. */
  readonly webhookApi?: WebhookApi
  /** When a proof's record says whether it verifies; once it is asked to, by default. */
  readonly verification?: Verification
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
  const { dialect = 'platform', sign = false, shortUrls = 'off', reuse = false } = options
  const { webhookApi = 'both', verification = 'verify', retryDelayMs = 2000, now = () => new Date() } = options
  const chaos = createChaos(readChaos(options.chaos ?? ''), now)
  const state = openState(options.stateFile, log)
  const serializer = serializers[dialect]
  const apps = createApps({ state, publicUrl, webhookUrl, webhookSecret, now })
  const deliveries = createDeliveries({
    app: (appId) => apps.all().find((app) => app.appId === appId),
    chaos,
    log,
    retryDelayMs,
    randomWaits: dialect === 'credebl',
    proofOfSender: sign || dialect === 'credebl' ? 'signature' : 'key',
    now,
    onSettled(webhook) {
      state.outbox.delete(outboxKey(webhook))
      void state.save()
    },
  })
  const publisher = createPublisher({ state, apps, deliveries, serializer, organizationId, now })
  for (const webhook of [...state.outbox.values()]) deliveries.send(webhook, Promise.resolve())

  const isKnown = ({ host }: URL) =>
    [publicUrl, ...(webhookUrl ? [webhookUrl()] : [])].some((known) => new URL(known).host === host)
  const agent = { state, publisher, serializer, verification, now }
  const account = { organizationId, clientId, clientSecret }
  const app = new Hono()
    .use(bodyLimit({ maxSize: 64 * 1024, onError: (c) => c.json({ error: 'Body too large' }, 413) }))
    .get('/invitation', (c) => {
      const invitation = `${publicUrl}/simulator/invitation${new URL(c.req.url).search}`
      return c.redirect(`/wallet?invitation=${encodeURIComponent(invitation)}`)
    })
    .route('/url', createShortAddressRoutes({ ...state, publicUrl, shortUrls }))
    .route('/wallet', createWalletRoutes({ ...agent, reuse, isKnown }))
    .route(
      '/',
      createPlatformRoutes({ ...agent, ...account, publicUrl, shortUrls, webhookApi, chaos, apps, deliveries }),
    )
    .all('*', (c) => {
      throw new PlatformError(404, `Cannot ${c.req.method} ${c.req.path}`)
    })
    .onError((error, c) => {
      if (error instanceof PlatformError) return c.json(error.toBody(), error.status)
      if (error instanceof AppError) return c.json({ error: error.message }, error.code === 'NOT_FOUND' ? 404 : 400)
      log.error({ err: error }, 'unexpected simulator error')
      return c.json({ statusCode: 500, message: 'Something went wrong!', error: 'Internal Server error' }, 500)
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
