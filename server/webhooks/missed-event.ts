import { createHash } from 'node:crypto'
import { advance } from '../../shared/advance.ts'
import type { WebhookEvent } from '../../shared/webhook-event.ts'
import type { PlatformRecord, PlatformRecords } from '../confirmd/platform.ts'
import type { StalledSession } from '../db/stalled-sessions.ts'
import { decodeWebhook } from './decode-webhook.ts'

export type RecordKind = keyof PlatformRecords

export interface Finding {
  readonly kind: RecordKind
  readonly recordId: string
  readonly record: PlatformRecord
  readonly organizationId: string
  readonly now: Date
}

const types = { connection: 'Connection', proof: 'Proof', credential: 'Credential' }
const families = { connection: 'connections', proof: 'proofs', credential: 'credentials' }

/**
 * The event that the platform should have sent for the record as it stands now, or null where it would bring the
 * session no further. It is worded as the guide words webhooks, so that it can be read again when it is replayed.
 */
export function toMissedEvent(session: StalledSession, finding: Finding): WebhookEvent | null {
  const { kind, recordId, organizationId, now } = finding
  const topic = toTopic(finding)
  const event = read({
    webhookId: `reconciler_${createHash('sha256')
      .update(JSON.stringify([kind, recordId, topic]))
      .digest('hex')}`,
    topic,
    timestamp: now.toISOString(),
    organizationId,
    agentId: 'reconciler',
    data: { connectionId: session.connectionId, ...(kind !== 'connection' && { [`${kind}Id`]: recordId }) },
  })
  const helps = event?.events.some((step) => advance(session, step).outcome === 'applied')
  return event && helps ? { ...event, dialect: 'reconciler' } : null
}

/** The record's state in the guide's words: its agent's words mean what they mean in a webhook, any others are taken as they are. */
function toTopic({ kind, recordId, record, organizationId }: Finding): string {
  const { state, isVerified } = record
  const told = read({ type: types[kind], orgId: organizationId, data: { id: recordId, state, isVerified } })
  return told?.known && told.topic.startsWith(families[kind]) ? told.topic : `${families[kind]}.${state}`
}

function read(webhook: object): WebhookEvent | null {
  const result = decodeWebhook(JSON.stringify(webhook))
  return 'event' in result ? result.event : null
}
