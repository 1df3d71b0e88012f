import { createHash } from 'node:crypto'
import { advance } from '../../shared/advance.ts'
import { eventOf } from '../../shared/session-topic.ts'
import type { WebhookEvent } from '../../shared/webhook-event.ts'
import type { PlatformRecord, PlatformRecords } from '../confirmd/platform.ts'
import type { StalledSession } from '../db/stalled-sessions.ts'
import { readRecordState } from './dialects/record-states.ts'

export type RecordKind = keyof PlatformRecords

export interface Finding {
  readonly kind: RecordKind
  readonly recordId: string
  readonly record: PlatformRecord
  readonly organizationId: string
  readonly now: Date
}

const families = { connection: 'connections', proof: 'proofs', credential: 'credentials' } as const

/**
 * The event that the platform should have sent for the record as it stands now, or null where it would bring the
 * session no further. Its payload is worded as the guide words webhooks, so that it can be read again when it is replayed.
 */
export function toMissedEvent(session: StalledSession, finding: Finding): WebhookEvent | null {
  const { kind, recordId, record, organizationId, now } = finding
  const family = families[kind]
  const meaning = readRecordState(family, record)
  const topic = `${family}.${meaning?.word ?? record.state}` // a state that is none of its agent's is taken to be the guide's
  const told = meaning?.events ?? [eventOf(topic)].filter((event) => event !== null)
  if (!told.some((event) => advance(session, event).outcome === 'applied')) return null
  const { connectionId } = session
  const key = createHash('sha256').update(JSON.stringify([kind, recordId, topic]))
  const webhook = {
    webhookId: `reconciler_${key.digest('hex')}`,
    topic,
    timestamp: now.toISOString(),
    organizationId,
    agentId: 'reconciler',
  }
  const data = { connectionId, ...(kind !== 'connection' && { [`${kind}Id`]: recordId }) }
  return {
    ...webhook,
    dialect: 'reconciler',
    connectionId,
    invitationId: null,
    recordId: kind === 'connection' ? null : recordId,
    reuse: false,
    theirDid: null,
    theirLabel: null,
    events: told,
    known: true,
    payload: JSON.stringify({ ...webhook, data }),
  }
}
