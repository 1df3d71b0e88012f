import { z } from 'zod'
import { CredentialStatus, ProofStatus, SessionEvent, SessionStatus } from '../../../shared/session-status.ts'
import type { WebhookEvent } from '../../../shared/webhook-event.ts'
import { Did, Id, Label, OptionalId } from './fields.ts'

/** The guide's envelope ("Webhook Delivery"). `agentId` and `timestamp` may be absent. */
export const GuideWebhook = z.object({
  webhookId: Id,
  topic: Id,
  timestamp: z.string().max(255).nullish(),
  organizationId: Id,
  agentId: OptionalId,
  data: z.object({
    connectionId: OptionalId,
    state: z.unknown().optional(),
    invitationId: OptionalId,
    proofId: OptionalId,
    credentialId: OptionalId,
    theirDid: Did,
    theirLabel: Label,
  }),
})
export type GuideWebhook = z.infer<typeof GuideWebhook>

/** The guide's words in ours. */
export function fromGuide(webhook: GuideWebhook, payload: string): WebhookEvent {
  const { data } = webhook
  const events = readEvents(webhook)
  return {
    webhookId: webhook.webhookId,
    dialect: 'guide',
    topic: webhook.topic,
    organizationId: webhook.organizationId,
    agentId: webhook.agentId,
    timestamp: webhook.timestamp ?? null,
    connectionId: data.connectionId,
    invitationId: data.invitationId,
    recordId: data.proofId ?? data.credentialId,
    reuse: false,
    theirDid: data.theirDid,
    theirLabel: data.theirLabel,
    events: events ?? [],
    known: events !== null,
    payload,
  }
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
