import { z } from 'zod'
import { PageRequest } from './admin-page.ts'
import { CredentialStatus, ProofStatus, SessionStatus } from './session-status.ts'
import { Dialect, Outcome } from './webhook-event.ts'

const maxIdLength = 255

/** Which stored events a list shows; all that are given must hold. */
export const WebhookFilter = z.object({
  topic: z.string().max(maxIdLength).optional(),
  outcome: Outcome.optional(),
  organizationId: z.string().max(maxIdLength).optional(),
  /** Received at or after this moment, and before that one. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Any id in full: webhook, connection, invitation or session; of a session also its first eight characters. */
  text: z.string().trim().max(maxIdLength).optional(),
  /** Only failed events that are retried no more. */
  deadLetter: z.boolean().optional(),
  /** Only events that were delivered again after they were stored. */
  redelivered: z.boolean().optional(),
})
export type WebhookFilter = z.infer<typeof WebhookFilter>

export const ListWebhooks = PageRequest.extend(WebhookFilter.shape)
export type ListWebhooks = z.infer<typeof ListWebhooks>

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

export const ByWebhook = z.object({ webhookId: z.string().min(1).max(maxIdLength) })
export type ByWebhook = z.infer<typeof ByWebhook>

/** What a replay did. `changed` is false where everything was already so. */
export interface Replayed {
  readonly webhookId: string
  readonly before: Outcome
  readonly outcome: Outcome
  readonly error: string | null
  readonly changed: boolean
}
