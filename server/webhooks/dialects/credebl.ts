import { z } from 'zod'
import { AgentRecord, isRecordType, OtherRecord, toIgnoredEvent, toRecordEvent } from './agent-record.ts'
import { Id, OptionalId } from './fields.ts'
import { type Reading, type Sent, toIssues } from './reading.ts'

const envelope = { type: Id, orgId: OptionalId, contextCorrelationId: OptionalId }
const RecordWebhook = z.object({ data: AgentRecord.extend(envelope) })
const OtherWebhook = z.object({ data: z.object(envelope).and(OtherRecord) })

/** Whether a body is CREDEBL's: `type` stands in the record, and nothing around it. */
export function isCredebl(body: object): boolean {
  return typeIn(body) !== undefined
}

function typeIn(body: object): unknown {
  if (!('data' in body) || typeof body.data !== 'object' || body.data === null) return undefined
  return 'type' in body.data ? body.data.type : undefined
}

/** What CREDEBL's own webhook service sends: the agent's record with the envelope inside. Whose it is its signature vouches for. */
export function readCredebl(sent: Sent): Reading {
  const { body } = sent
  if (!isRecordType(typeIn(body))) {
    const { data: other, error } = OtherWebhook.safeParse(body)
    return other ? { event: toIgnoredEvent(toEnvelope(other.data, sent), other.data) } : toIssues(error)
  }
  const { data: webhook, error } = RecordWebhook.safeParse(body)
  return webhook ? { event: toRecordEvent(toEnvelope(webhook.data, sent), webhook.data) } : toIssues(error)
}

interface Inside {
  readonly type: string
  readonly orgId: string | null
  readonly contextCorrelationId: string | null
}

function toEnvelope({ type, orgId, contextCorrelationId }: Inside, { payload, ownOrganizationId }: Sent) {
  const organizationId = orgId ?? ownOrganizationId
  return { dialect: 'credebl', type, timestamp: null, organizationId, agentId: contextCorrelationId, payload } as const
}
