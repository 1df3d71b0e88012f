import { z } from 'zod'
import { SessionStatus } from './session-status.ts'
import { isStorable } from './text.ts'
import { Outcome } from './webhook-event.ts'

const maxIdLength = 255
/** What can be looked for: a database refuses half characters and NUL, and nothing that is stored has them. */
const Text = z.string().max(maxIdLength).refine(isStorable, 'must be text that can be stored')

/** What every list of the console takes. A cursor is the `nextCursor` of the page before, for the same list and filters. */
export const PageRequest = z.object({
  cursor: z.string().max(1024).nullish(),
  limit: z.int().min(1).max(200).default(50),
})
export type PageRequest = z.infer<typeof PageRequest>

/** Which stored events a list shows; all that are given must hold. */
export const WebhookFilter = z.object({
  topic: Text.optional(),
  outcome: Outcome.optional(),
  organizationId: Text.optional(),
  /** Received at or after this moment, and before that one. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Any id in full: webhook, connection, invitation or session; of a session also its first eight characters, and its reference. */
  text: z.string().trim().pipe(Text).optional(),
  /** Only failed events that are retried no more. */
  deadLetter: z.boolean().optional(),
  /** Only events that were delivered again after they were stored. */
  redelivered: z.boolean().optional(),
})
export type WebhookFilter = z.infer<typeof WebhookFilter>

export const ListWebhooks = PageRequest.extend(WebhookFilter.shape)
export type ListWebhooks = z.infer<typeof ListWebhooks>

export const ByWebhook = z.object({ webhookId: Text.min(1) })
export type ByWebhook = z.infer<typeof ByWebhook>

/** Which sessions a list shows; all that are given must hold. */
const SessionFilter = z.object({
  status: SessionStatus.optional(),
  /** Any id in full: session, connection, invitation, or a webhook that belongs to it; of a session also its first eight characters, and its reference. */
  text: z.string().trim().pipe(Text).optional(),
})

export const ListSessions = PageRequest.extend(SessionFilter.shape)
export type ListSessions = z.infer<typeof ListSessions>

/** Why a webhook was refused: the HTTP status that it was answered. */
export const RejectionReason = z.enum(['400', '401', '403', '413', '429', '503'])
export type RejectionReason = z.infer<typeof RejectionReason>
