import { createHash, randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import type { Deliveries, Delivery } from './deliveries.ts'
import { created, ok, readJson } from './platform-answers.ts'
import { PlatformError } from './platform-error.ts'
import { platformRules, takeBody } from './platform-rules.ts'
import type { App, Registered } from './records.ts'
import type { Apps } from './webhook-apps.ts'
import type { WebhookSerializer } from './webhook-serializer.ts'

const Limit = z.coerce.number().int().min(1).max(1000).default(20).catch(20)

export interface WebhookRoutesContext {
  readonly organizationId: string
  readonly apps: Apps
  readonly deliveries: Deliveries
  readonly serializer: WebhookSerializer
  readonly now: () => Date
}

/** Confirmd's own, at `/orgs/{org}/apps` (guide, "Register Webhook in Confirmd Platform"). */
export function createAppRoutes({ organizationId, apps, deliveries, serializer, now }: WebhookRoutesContext): Hono {
  const toData = ({ appId, name, description, webhookUrl, createdAt }: App) => ({
    ...{ id: appId, orgId: organizationId, name, description, webhookUrl, isActive: true, createDateTime: createdAt },
  })

  return new Hono()
    .post('/', async (c) => {
      const body = takeBody(platformRules.createApp, await readJson(c))
      apps.assertReachable(body.webhookUrl)
      return created(c, 'App successfully created', toData(await apps.create(body)))
    })
    .get('/:appId', (c) => ok(c, 'App fetched', toData(apps.get(c.req.param('appId')))))
    .post('/:appId/test', async (c) => {
      const { appId } = apps.get(c.req.param('appId'))
      const { eventType } = takeBody(platformRules.testApp, await readJson(c))
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
      await apps.rotate(appId, takeBody(platformRules.rotateSecret, await readJson(c)).newSecret)
      return ok(c, 'Secret rotated', { id: appId })
    })
}

/** CREDEBL's, at `/webhooks/orgs`: one address for the organization, whose secret never comes back as it is. */
export function createCredeblWebhookRoutes({ apps }: WebhookRoutesContext): Hono {
  const toData = (webhook: Registered | null) => ({
    webhookUrl: webhook?.webhookUrl ?? null,
    webhookSecret: webhook?.webhookSecret ? createHash('sha256').update(webhook.webhookSecret).digest('base64') : null,
  })

  return new Hono()
    .post('/:org/register', async (c) => {
      const { webhookUrl, webhookSecret } = takeBody(platformRules.registerWebhook, await readJson(c))
      apps.assertReachable(webhookUrl)
      await apps.register({ webhookUrl, webhookSecret: webhookSecret ?? apps.webhook()?.webhookSecret ?? '' })
      return created(c, 'Webhook Url registered successfully', toData(apps.webhook()))
    })
    .get('/webhookurl', (c) => ok(c, 'Webhook Url fetched successfully', toData(apps.webhook())))
    .patch('/:org', async (c) => {
      const change = takeBody(platformRules.updateWebhook, await readJson(c))
      const before = apps.webhook()
      const webhookUrl = change.webhookUrl ?? before?.webhookUrl
      if (webhookUrl === undefined) throw new PlatformError(500, 'Unable to update webhook Url')
      apps.assertReachable(webhookUrl)
      await apps.register({ webhookUrl, webhookSecret: change.webhookSecret ?? before?.webhookSecret ?? '' })
      return ok(c, 'Webhook Url updated successfully', toData(apps.webhook()))
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
