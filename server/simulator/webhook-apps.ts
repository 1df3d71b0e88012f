import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { created, ok, readBody } from './bodies.ts'
import type { Deliveries, Delivery } from './deliveries.ts'
import { type App, ownAppId } from './records.ts'
import type { SimulatorState } from './state.ts'
import type { WebhookSerializer } from './webhook-serializer.ts'

const NewApp = z.object({
  name: z.string().min(1),
  description: z.string().default(''),
  webhookUrl: z.url({ protocol: /^https?$/ }),
  webhookSecret: z.string().min(1),
})
const NewSecret = z.object({ newSecret: z.string().min(1) })
const TestBody = z.object({ eventType: z.string().min(1).max(100) })
const Limit = z.coerce.number().int().min(1).max(1000).default(20).catch(20)

interface AppsOptions {
  readonly state: SimulatorState
  /** Where the app that exists from the start sends to; undefined for no such app. */
  readonly webhookUrl: (() => string) | undefined
  readonly webhookSecret: string
  readonly now: () => Date
}

/** The organization's webhook apps. Every webhook goes to each of them. */
export type Apps = ReturnType<typeof createApps>

export function createApps({ state, webhookUrl, webhookSecret, now }: AppsOptions) {
  // not kept: each start has the server's own secret
  const own = { secret: webhookSecret, createdAt: now().toISOString() }

  const all = (): readonly App[] => {
    if (!webhookUrl) return state.apps
    const { secret, createdAt } = own
    const texts = { name: 'This server', description: 'The receiver that the simulator was started for' }
    return [{ appId: ownAppId, ...texts, webhookUrl: webhookUrl(), webhookSecret: secret, createdAt }, ...state.apps]
  }

  const get = (appId: string): App => {
    const found = all().find((app) => app.appId === appId)
    if (!found) throw new AppError('NOT_FOUND', 'App not found')
    return found
  }

  return {
    all,
    /** @throws AppError `NOT_FOUND` */
    get,
    async create(app: z.output<typeof NewApp>) {
      const created = { ...app, appId: randomUUID(), createdAt: now().toISOString() }
      state.apps.push(created)
      await state.save()
      return created
    },
    /** From the next attempt on, webhooks carry `newSecret`. Throws likewise. */
    async rotate(appId: string, newSecret: string) {
      get(appId)
      if (appId === ownAppId) own.secret = newSecret
      for (const app of state.apps) if (app.appId === appId) app.webhookSecret = newSecret
      await state.save()
    },
  }
}

export interface AppRoutesContext {
  readonly organizationId: string
  readonly apps: Apps
  readonly deliveries: Deliveries
  readonly serializer: WebhookSerializer
  readonly now: () => Date
}

/** At `/orgs/{org}/apps` (guide, "Register Webhook in Confirmd Platform"). */
export function createAppRoutes({ organizationId, apps, deliveries, serializer, now }: AppRoutesContext): Hono {
  const toData = ({ appId, name, description, webhookUrl, createdAt }: App) => ({
    ...{ id: appId, orgId: organizationId, name, description, webhookUrl, isActive: true, createDateTime: createdAt },
  })

  return new Hono()
    .post('/', async (c) => {
      const app = await apps.create(await readBody(c, NewApp))
      return created(c, 'App successfully created', toData(app))
    })
    .get('/:appId', (c) => ok(c, 'App fetched', toData(apps.get(c.req.param('appId')))))
    .post('/:appId/test', async (c) => {
      const { appId } = apps.get(c.req.param('appId'))
      const { eventType } = await readBody(c, TestBody)
      const webhookId = `wh_${randomUUID()}`
      const body = serializer.toTestBody(eventType, { webhookId, organizationId, timestamp: now().toISOString() })
      const webhook = { webhookId, appId, connectionId: webhookId, topic: 'webhook.test', body: JSON.stringify(body) }
      const { status, durationMs } = await deliveries.sendTest(webhook)
      const success = status !== null && status < 300
      return ok(c, 'Test webhook sent', { success, statusCode: status, responseTime: durationMs })
    })
    .get('/:appId/deliveries', (c) => {
      const { appId } = apps.get(c.req.param('appId'))
      const list = deliveries.list(appId, Limit.parse(c.req.query('limit')))
      return ok(c, 'Deliveries fetched', list.map(toEntry))
    })
    .post('/:appId/rotate-secret', async (c) => {
      const { appId } = apps.get(c.req.param('appId'))
      await apps.rotate(appId, (await readBody(c, NewSecret)).newSecret)
      return ok(c, 'Secret rotated', { id: appId })
    })
}

/** A delivery with its last attempt at hand, as the guide says: status, HTTP status code, response time. */
function toEntry({ webhookId, topic, createdAt, outcome, attempts }: Delivery) {
  const last = attempts.at(-1)
  return {
    ...{ id: webhookId, webhookId, eventType: topic, status: outcome, createDateTime: createdAt },
    ...{ statusCode: last?.status ?? null, responseTime: last?.durationMs ?? null, attempts },
  }
}
