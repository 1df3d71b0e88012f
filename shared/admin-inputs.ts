import { z } from 'zod'
import { SessionOutcome } from './session-outcome.ts'
import { SessionStatus } from './session-status.ts'
import { isStorable } from './text.ts'
import { Dialect, Outcome } from './webhook-event.ts'

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
  /** A topic, or the beginning of one with a `*` behind it. */
  topic: Text.optional(),
  outcome: Outcome.optional(),
  /** One of these. */
  anyOutcome: z.array(Outcome).min(1).max(Outcome.options.length).optional(),
  dialect: Dialect.optional(),
  /** Words of the error that it failed with. */
  error: Text.optional(),
  /** Of a session, by any id of it. */
  session: z.string().trim().pipe(Text).optional(),
  /** The connection or the invitation that it names; `none`: it has found no session. */
  key: z.string().trim().pipe(Text).optional(),
  /** Stored at least so long after the sender's own time. */
  minLagSeconds: z.number().positive().max(100_000_000).optional(),
  /** None of these; a topic as above. */
  without: z
    .object({
      outcome: z.array(Outcome).max(Outcome.options.length),
      topic: z.array(Text).max(20),
      dialect: z.array(Dialect).max(Dialect.options.length),
    })
    .partial()
    .optional(),
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

export const ListWebhooks = PageRequest.extend(WebhookFilter.shape).extend({
  /** Events of one topic, outcome and session that follow each other become one, with how many they are. */
  fold: z.boolean().optional(),
})
export type ListWebhooks = z.infer<typeof ListWebhooks>

export const ByWebhook = z.object({ webhookId: Text.min(1) })
export type ByWebhook = z.infer<typeof ByWebhook>

/** One event; `hide` leaves out what is personal in its payload, so that nothing of it is shown or recorded as seen. */
export const ShowWebhook = ByWebhook.extend({ hide: z.boolean().default(false) })
export type ShowWebhook = z.infer<typeof ShowWebhook>

const mostChosen = 1000
/** Which stored events are to be processed again: those named, or all that a filter lets through. */
export const ReplaySelection = z.union([
  z.object({ webhookIds: z.array(Text.min(1)).min(1).max(mostChosen) }),
  z.object({ filter: WebhookFilter }),
])
export type ReplaySelection = z.infer<typeof ReplaySelection>

/** What the suggestions of the filter field count: in what the other conditions leave. */
export const CountWebhooks = z.object({ by: z.enum(['topic', 'outcome', 'dialect', 'error']), filter: WebhookFilter })
export type CountWebhooks = z.infer<typeof CountWebhooks>

/** Which sessions a list shows; all that are given must hold. */
const SessionFilter = z.object({
  status: SessionStatus.optional(),
  /** Those that have not ended, or those that stand still longer than 95 % did. */
  only: z.enum(['open', 'stuck']).optional(),
  /** What they came to. */
  outcome: SessionOutcome.optional(),
  /** Any id in full: session, connection, invitation, or a webhook that belongs to it; of a session also its first eight characters, and its reference. */
  text: z.string().trim().pipe(Text).optional(),
})

export const ListSessions = PageRequest.extend(SessionFilter.shape)
export type ListSessions = z.infer<typeof ListSessions>

/** Why a webhook was refused: the HTTP status that it was answered. */
export const RejectionReason = z.enum(['400', '401', '403', '413', '429', '503'])
export type RejectionReason = z.infer<typeof RejectionReason>
