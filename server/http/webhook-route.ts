import { type Context, Hono } from 'hono'
import type { Logger } from 'pino'
import type { Refusals } from '../admin/refusals.ts'
import type { FailureLimit } from '../limits/failure-limit.ts'
import type { SecretCheck } from '../secrets/secret-check.ts'
import { decodeWebhook } from '../webhooks/decode-webhook.ts'
import { describeWebhook, undescribed } from '../webhooks/describe-webhook.ts'
import type { Inbox } from '../webhooks/inbox.ts'
import { authenticateSender, keyMarkOf, signedAtOf } from './authenticate-sender.ts'
import type { ClientIpOf } from './client-ip.ts'
import { readText } from './read-body.ts'
import { createRefusalLog } from './refusal-log.ts'
import { nameRequest } from './request-id.ts'

export interface WebhookRouteDeps {
  readonly inbox: Inbox
  readonly secrets: SecretCheck
  /** Wrong keys and signatures a minute per client IP; right ones never count. */
  readonly failures: FailureLimit
  /** Whose webhooks alone are taken, where that is checked. */
  readonly organizationId: string | undefined
  /** Whose a webhook is that does not say. */
  readonly ownOrganizationId: string
  /** Undefined: checked of signed webhooks alone, against the usual. */
  readonly maxAgeSeconds: number | undefined
  readonly clientIpOf: ClientIpOf
  readonly now: () => Date
  /** Is told how each webhook was answered; where it was not refused also which one it was, and the mark of the secret that it came with. */
  readonly answered: (answer: string, webhookId?: string, keyMark?: string) => void
  /** Keeps the last of them for operators. */
  readonly refusals: Refusals
  readonly log: Logger
}

/** A presentation may hold a photo. */
const maxBodyBytes = 2 * 1024 * 1024
/** What a signature vouches for is only good for so long, or it could be sent again for ever (guide, "Security"). */
const maxSignedAgeSeconds = 300
const invalidJson = { error: 'Invalid JSON' } as const

/** Where the platform POSTs what happened; GET says that it is the right URL. */
export function createWebhookRoute(deps: WebhookRouteDeps): Hono {
  const { inbox, secrets, failures, organizationId, ownOrganizationId, maxAgeSeconds, clientIpOf, now, log } = deps
  const refusalLog = createRefusalLog(log, 'webhook refused')
  /**
   * Only what is refused is named and logged: what is stored is found by its own id. `body` is that of a sender who has the
   * secret; of it is told what it says it is, and where it did not fit.
   */
  const refused = (
    c: Context,
    answer: string,
    reason: string,
    body: string | null = null,
    path: string | null = null,
  ) => {
    const ipAddress = clientIpOf(c)
    const requestId = nameRequest(c)
    const refusal = { answer, reason, path, ...(body === null ? undescribed : describeWebhook(body)), ipAddress }
    deps.answered(answer)
    deps.refusals.add(refusal, requestId)
    refusalLog.add(ipAddress, answer, { requestId, ...refusal })
  }
  /** The same whatever was wrong: a guesser learns nothing from it. */
  const refuseSender = async (c: Context) => {
    const retryAfterSeconds = await failures.take(clientIpOf(c))
    refused(c, retryAfterSeconds === 0 ? '401' : '429', whatIsWrong(c))
    if (retryAfterSeconds === 0) return c.json({ error: 'Unauthorized' }, 401)
    return c.json({ error: 'Too many failed attempts' }, 429, { 'Retry-After': String(retryAfterSeconds) })
  }
  const isTooOld = (c: Context, timestamp: string | null) => {
    const signedAt = signedAtOf(c)
    if (signedAt !== undefined) return isFarFrom(now(), signedAt, maxAgeSeconds ?? maxSignedAgeSeconds)
    if (maxAgeSeconds === undefined || timestamp === null) return false // one that is not given cannot be checked
    return isFarFrom(now(), Date.parse(timestamp), maxAgeSeconds)
  }
  return new Hono()
    .get('/', (c) =>
      c.json({ status: 'ok', message: 'Confirmd webhook endpoint is active', timestamp: now().toISOString() }, 200, {
        'Cache-Control': 'no-store',
      }),
    )
    .post('/', authenticateSender({ secrets, maxBodyBytes, clientIpOf, refuseSender, refused }), async (c) => {
      const text = await readText(c)
      const read = text === null ? invalidJson : decodeWebhook(text, ownOrganizationId)
      if ('error' in read) {
        const [issue] = 'issues' in read ? (read.issues ?? []) : []
        const isReadable = issue !== undefined // what is no JSON, or nested without end, is not read a second time
        refused(c, '400', issue ? `${read.error}: ${issue.message}` : read.error, isReadable ? text : null, issue?.path)
        return c.json(read, 400)
      }
      const { event } = read
      if (organizationId !== undefined && event.organizationId !== organizationId) {
        refused(c, '403', 'Invalid organization', text)
        return c.json({ error: 'Invalid organization' }, 403)
      }
      if (isTooOld(c, event.timestamp)) {
        refused(c, '400', 'Webhook too old', text, signedAtOf(c) === undefined ? 'timestamp' : null)
        return c.json({ error: 'Webhook too old' }, 400)
      }
      const receipt = await inbox.store(event).catch((error: unknown) => {
        refused(c, '503', 'Not stored', text)
        throw error
      })
      if (typeof receipt === 'object') {
        refused(c, '503', 'Rate limit exceeded', text)
        return c.json({ error: 'Rate limit exceeded' }, 503, { 'Retry-After': String(receipt.retryAfterSeconds) })
      }
      const duplicate = receipt === 'duplicate' && { duplicate: true }
      deps.answered(duplicate ? 'duplicate' : '200', event.webhookId, keyMarkOf(c))
      return c.json({ received: true, ...duplicate, webhookId: event.webhookId, timestamp: now().toISOString() })
    })
}

function isFarFrom(now: Date, atMs: number, seconds: number): boolean {
  return Math.abs(now.getTime() - atMs) > seconds * 1000
}

/** For operators alone, who look for what the platform was set up with. */
function whatIsWrong(c: Context): string {
  if (c.req.header('x-api-key') !== undefined) return 'wrong X-API-Key'
  if (c.req.header('x-signature') !== undefined) return 'wrong X-Signature or X-Timestamp'
  return 'neither X-API-Key nor X-Signature'
}
