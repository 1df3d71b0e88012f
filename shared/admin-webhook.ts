import { z } from 'zod'
import { CredentialStatus, ProofStatus, SessionStatus } from './session-status.ts'
import { Dialect, Outcome } from './webhook-event.ts'

export type { WebhookFilter } from './admin-inputs.ts'

/** A stored event as the event log shows it: no payload. Times are ISO 8601 in UTC. */
export const StoredWebhook = z.object({
  webhookId: z.string(),
  dialect: Dialect,
  topic: z.string(),
  organizationId: z.string(),
  connectionId: z.string().nullable(),
  invitationId: z.string().nullable(),
  /** The session it belongs to. */
  sessionId: z.string().nullable(),
  outcome: Outcome,
  /** Why it failed. */
  error: z.string().nullable(),
  /** How often it was tried again after it failed, and when it will be; a failed one with no next attempt is a dead letter. */
  attempts: z.int(),
  nextAttemptAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  processedAt: z.iso.datetime().nullable(),
  /** How often it was delivered again, and when last; each time was answered as a duplicate and changed nothing else. */
  redeliveries: z.int(),
  redeliveredAt: z.iso.datetime().nullable(),
})
export type StoredWebhook = z.infer<typeof StoredWebhook>

const Regions = z.object({ status: SessionStatus, credential: CredentialStatus, proof: ProofStatus })

/** A change of its session that an event caused. */
export const CausedTransition = z.object({
  version: z.int(),
  before: Regions.nullable(),
  after: Regions,
  at: z.iso.datetime(),
})
export type CausedTransition = z.infer<typeof CausedTransition>

/** A replay of an event, from the audit trail. */
export const Replay = z.object({
  at: z.iso.datetime(),
  by: z.string(),
  /** `before → after`. */
  detail: z.string().nullable(),
})
export type Replay = z.infer<typeof Replay>

/** One stored event with everything that is known of it. Reading it is recorded in the audit trail. */
export const WebhookDetail = StoredWebhook.extend({
  agentId: z.string().nullable(),
  /** The body as it came; null once it has been purged. */
  payload: z.string().nullable(),
  /** By which key it found its session. */
  matchedBy: z.enum(['connection', 'invitation']).nullable(),
  transitions: z.array(CausedTransition),
  replays: z.array(Replay),
})
export type WebhookDetail = z.infer<typeof WebhookDetail>

/** What a replay did. `changed` is false where everything was already so. */
export interface Replayed {
  readonly webhookId: string
  readonly before: Outcome
  readonly outcome: Outcome
  readonly error: string | null
  readonly changed: boolean
}
