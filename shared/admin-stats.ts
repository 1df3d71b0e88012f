import { z } from 'zod'
import { RejectionReason } from './admin-inputs.ts'
import { SessionStatus } from './session-status.ts'
import { Outcome } from './webhook-event.ts'

export type { RejectionReason }

const Count = z.int().nonnegative()

/**
 * The figures of the console: the first five as the guide has them ("Monitoring"), then ours. `processed` are events
 * that are done with; `pending` are unmatched or failed. Times are ISO 8601 in UTC.
 */
export const AdminStats = z.object({
  total: Count,
  processed: Count,
  pending: Count,
  last24h: Count,
  /** The most frequent first. Beyond 200 different topics the rest are counted together as `other`. */
  byTopic: z.array(z.object({ topic: z.string(), count: Count })),
  outcomes: z.record(Outcome, Count),
  /** Failed events that are retried no more. */
  deadLetters: Count,
  /** Sessions in each status. */
  statuses: z.record(SessionStatus, Count),
  /** Events received in each of the last 48 hours, the oldest first, `hour` being its beginning. */
  hours: z.array(z.object({ hour: z.iso.datetime(), count: Count })),
  /** Refused requests by reason: since ever, and in the last 24 hours. */
  rejected: z.array(z.object({ reason: RejectionReason, count: Count, last24h: Count })),
  /** Deliveries of events that were stored already: since ever, and in the last 24 hours. */
  duplicates: Count,
  duplicatesLast24h: Count,
  /** How long after the sender's own timestamp 95 % of the last 24 hours' events were stored; null where none told one. */
  lagP95Ms: z.number().nullable(),
  oldestPendingAt: z.iso.datetime().nullable(),
  lastWebhookAt: z.iso.datetime().nullable(),
})
export type AdminStats = z.infer<typeof AdminStats>
