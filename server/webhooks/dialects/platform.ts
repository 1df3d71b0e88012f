import { z } from 'zod'
import { AgentRecord, isRecordType, OtherRecord, toIgnoredEvent, toRecordEvent } from './agent-record.ts'
import { Id, OptionalId, Time } from './fields.ts'
import { type Reading, type Sent, toIssues } from './reading.ts'

const Envelope = z.object({
  type: Id,
  timestamp: Time,
  orgId: Id,
  tenantId: OptionalId,
})
const RecordWebhook = Envelope.extend({ data: AgentRecord })
const OtherWebhook = Envelope.extend({ data: OtherRecord })

/** What the deployed platform was recorded sending: the agent's record in an envelope without id or topic. */
export function readPlatform({ body, payload }: Sent): Reading {
  const isRecord = 'type' in body && isRecordType(body.type)
  if (!isRecord) {
    const { data: other, error } = OtherWebhook.safeParse(body)
    return other ? { event: toIgnoredEvent(toEnvelope(other, payload), other.data) } : toIssues(error)
  }
  const { data: webhook, error } = RecordWebhook.safeParse(body)
  return webhook ? { event: toRecordEvent(toEnvelope(webhook, payload), webhook.data) } : toIssues(error)
}

function toEnvelope({ type, timestamp, orgId, tenantId }: z.infer<typeof Envelope>, payload: string) {
  return { dialect: 'platform', type, timestamp, organizationId: orgId, agentId: tenantId, payload } as const
}
