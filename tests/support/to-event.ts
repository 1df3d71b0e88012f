import { decodeWebhook } from '../../server/webhooks/decode-webhook.ts'
import type { WebhookEvent } from '../../shared/webhook-event.ts'

/** A webhook as the inbox takes it. */
export function toEvent(webhook: object): WebhookEvent {
  const decoded = decodeWebhook(JSON.stringify(webhook))
  if ('error' in decoded) throw new Error(decoded.error)
  return decoded.event
}
