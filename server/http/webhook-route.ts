import { type Context, Hono } from 'hono'
import type { Logger } from 'pino'
import type { FailureLimit } from '../limits/failure-limit.ts'
import type { SecretCheck } from '../secrets/secret-check.ts'
import { decodeWebhook } from '../webhooks/decode-webhook.ts'
import type { Inbox } from '../webhooks/inbox.ts'
import type { ClientIpOf } from './client-ip.ts'
import { limitBody, readText } from './read-body.ts'
import { nameRequest } from './request-id.ts'

export interface WebhookRouteDeps {
  readonly inbox: Inbox
  readonly secrets: SecretCheck
  /** Wrong keys a minute per client IP; a right key never counts. */
  readonly failures: FailureLimit
  readonly organizationId: string | undefined
  readonly maxAgeSeconds: number | undefined
  readonly clientIpOf: ClientIpOf
  readonly now: () => Date
  /** Is told how each webhook was answered, and which one it was where it was not refused. */
  readonly answered: (answer: string, webhookId?: string) => void
  readonly log: Logger
}

const maxBodyBytes = 256 * 1024
const invalidJson = { error: 'Invalid JSON' } as const

/** Where the platform POSTs what happened; GET says that it is the right URL. */
export function createWebhookRoute(deps: WebhookRouteDeps): Hono {
  const { inbox, secrets, failures, organizationId, maxAgeSeconds, clientIpOf, now, answered, log } = deps
  /** Only what is refused is named and logged: what is stored is found by its own id. */
  const refused = (c: Context, answer: string) => {
    answered(answer)
    log.info({ requestId: nameRequest(c), answer }, 'webhook refused')
  }
  return new Hono()
    .get('/', (c) =>
      c.json({ status: 'ok', message: 'Confirmd webhook endpoint is active', timestamp: now().toISOString() }),
    )
    .post(
      '/',
      async (c, next) => {
        if (secrets.accept(c.req.header('x-api-key'))) return next()
        const retryAfterSeconds = await failures.take(clientIpOf(c))
        refused(c, retryAfterSeconds === 0 ? '401' : '429')
        if (retryAfterSeconds === 0) return c.json({ error: 'Unauthorized' }, 401)
        return c.json({ error: 'Too many failed attempts' }, 429, { 'Retry-After': String(retryAfterSeconds) })
      },
      limitBody(maxBodyBytes, (c) => refused(c, '413')),
      async (c) => {
        const text = await readText(c)
        const read = text === null ? invalidJson : decodeWebhook(text)
        if ('error' in read) {
          refused(c, '400')
          return c.json(read, 400)
        }
        const { event } = read
        if (organizationId !== undefined && event.organizationId !== organizationId) {
          refused(c, '403')
          return c.json({ error: 'Invalid organization' }, 403)
        }
        if (maxAgeSeconds !== undefined && isTooOld(event.timestamp, maxAgeSeconds, now())) {
          refused(c, '400')
          return c.json({ error: 'Webhook too old' }, 400)
        }
        const receipt = await inbox.store(event).catch((error: unknown) => {
          refused(c, '503')
          throw error
        })
        if (typeof receipt === 'object') {
          refused(c, '503')
          return c.json({ error: 'Rate limit exceeded' }, 503, { 'Retry-After': String(receipt.retryAfterSeconds) })
        }
        const duplicate = receipt === 'duplicate' && { duplicate: true }
        answered(duplicate ? 'duplicate' : '200', event.webhookId)
        return c.json({ received: true, ...duplicate, webhookId: event.webhookId, timestamp: now().toISOString() })
      },
    )
}

/** A time that cannot be read cannot be shown to be recent; one that is not given cannot be checked. */
function isTooOld(timestamp: string | null, maxAgeSeconds: number, now: Date): boolean {
  if (timestamp === null) return false
  const age = Math.abs(now.getTime() - Date.parse(timestamp))
  return !(age <= maxAgeSeconds * 1000)
}
