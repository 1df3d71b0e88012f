import { z } from 'zod'
import { CredentialStatus, ProofStatus, SessionEvent, SessionStatus } from '../../../shared/session-status.ts'
import { Did, Id, Label, OptionalId, Time } from './fields.ts'
import { type Reading, type Sent, toIssues } from './reading.ts'

const Data = z.object({
  connectionId: OptionalId,
  state: z.unknown().optional(),
  invitationId: OptionalId,
  theirDid: Did,
  theirLabel: Label,
  proofId: OptionalId,
  credentialId: OptionalId,
})

/** The guide's envelope ("Webhook Delivery"). `agentId` and `timestamp` may be absent. */
const GuideWebhook = z.object({
  webhookId: Id,
  topic: Id,
  timestamp: Time,
  organizationId: Id,
  agentId: OptionalId,
  data: Data,
})
type GuideWebhook = z.infer<typeof GuideWebhook>
/** Of a topic that nothing here knows, `data` may be whatever it is. */
const OtherWebhook = GuideWebhook.extend({
  data: z.unknown().transform((data) => Data.safeParse(data).data ?? Data.parse({})),
})
const families = /^(connections|credentials|proofs)\./

/** The guide's words in ours. */
export function readGuide({ body, payload }: Sent): Reading {
  const isOther = 'topic' in body && typeof body.topic === 'string' && !families.test(body.topic)
  const { data: webhook, error } = (isOther ? OtherWebhook : GuideWebhook).safeParse(body)
  if (!webhook) return toIssues(error)
  const { data } = webhook
  const events = readEvents(webhook)
  const event = {
    webhookId: webhook.webhookId,
    dialect: 'guide' as const,
    topic: webhook.topic,
    organizationId: webhook.organizationId,
    agentId: webhook.agentId,
    timestamp: webhook.timestamp,
    connectionId: data.connectionId,
    invitationId: data.invitationId,
    recordId: recordIdOf(webhook),
    reuse: false,
    theirDid: data.theirDid,
    theirLabel: data.theirLabel,
    events: events ?? [],
    known: events !== null,
    payload,
  }
  return { event }
}

/** `data.id` may be anybody's. */
function recordIdOf({ topic, data }: GuideWebhook): string | null {
  if (topic.startsWith('proofs.')) return data.proofId
  return topic.startsWith('credentials.') ? data.credentialId : null
}

/** What the topic does to a session, or null where nothing here knows it. */
function readEvents({ topic, data }: GuideWebhook): SessionEvent[] | null {
  const [family] = topic.split('.', 1)
  const last = topic.slice(topic.lastIndexOf('.') + 1)
  switch (family) {
    case 'connections': {
      const told = SessionStatus.safeParse(data.state)
      const { data: status } = told.success ? told : SessionStatus.safeParse(last)
      if (!status) return null
      return status === 'invitation' ? [] : [SessionEvent.parse(`connection.${status}`)]
    }
    case 'credentials':
      return known(CredentialStatus, last) ? [SessionEvent.parse(`credential.${last}`)] : null
    case 'proofs':
      return known(ProofStatus, last) ? [SessionEvent.parse(`proof.${last}`)] : null
    default:
      return null
  }
}

/** `idle` is where a region starts; no webhook leads there. */
function known(statuses: typeof CredentialStatus | typeof ProofStatus, word: string): boolean {
  return word !== 'idle' && statuses.safeParse(word).success
}
