import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import type { Apps } from './apps.ts'
import type { Deliveries, Delivery } from './deliveries.ts'
import { readBody } from './read-body.ts'
import type { App } from './records.ts'
import type { Speech } from './speech.ts'

const NewApp = z.object({
  name: z.string().min(1),
  description: z.string().default(''),
  webhookUrl: z.url({ protocol: /^https?$/ }),
  webhookSecret: z.string().min(1),
})
const NewSecret = z.object({ newSecret: z.string().min(1) })
const TestBody = z.object({ eventType: z.string().min(1).max(100) })
const Limit = z.coerce.number().int().min(1).max(1000).default(20).catch(20)

interface AppRoutesOptions {
  readonly organizationId: string
  readonly apps: Apps
  readonly deliveries: Deliveries
  readonly speech: Speech
  readonly now: () => Date
}

/** The organization's webhook apps, at `/orgs/{org}/apps` (guide, "Register Webhook in Confirmd Platform"). */
export function createAppRoutes({ organizationId, apps, deliveries, speech, now }: AppRoutesOptions): Hono {
  const answer = (statusCode: number, message: string, data: unknown) => ({ statusCode, message, data })
  const told = ({ appId, name, description, webhookUrl, createdAt }: App) => ({
    ...{ id: appId, orgId: organizationId, name, description, webhookUrl, isActive: true, createDateTime: createdAt },
  })

  return new Hono()
    .post('/', async (c) => {
      const created = await apps.create(await readBody(c, NewApp))
      return c.json(answer(201, 'App successfully created', told(created)), 201)
    })
    .get('/:appId', (c) => c.json(answer(200, 'App fetched', told(apps.get(c.req.param('appId'))))))
    .post('/:appId/test', async (c) => {
      const { appId } = apps.get(c.req.param('appId'))
      const { eventType } = await readBody(c, TestBody)
      const webhookId = `wh_${randomUUID()}`
      const body = speech.writeTest(eventType, { webhookId, organizationId, timestamp: now().toISOString() })
      const webhook = { webhookId, appId, connectionId: webhookId, topic: 'webhook.test', body: JSON.stringify(body) }
      const { status, durationMs } = await deliveries.sendTest(webhook)
      const success = status !== null && status < 300
      return c.json(answer(200, 'Test webhook sent', { success, statusCode: status, responseTime: durationMs }))
    })
    .get('/:appId/deliveries', (c) => {
      const { appId } = apps.get(c.req.param('appId'))
      const list = deliveries.list(appId, Limit.parse(c.req.query('limit')))
      return c.json(answer(200, 'Deliveries fetched', list.map(toEntry)))
    })
    .post('/:appId/rotate-secret', async (c) => {
      const { appId } = apps.get(c.req.param('appId'))
      await apps.rotate(appId, (await readBody(c, NewSecret)).newSecret)
      return c.json(answer(200, 'Secret rotated', { id: appId }))
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
