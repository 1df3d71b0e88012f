import { z } from 'zod'
import {
  CommandKind,
  CredentialStatus,
  ProofStatus,
  RequestType,
  SessionEvent,
  SessionStatus,
} from './session-status.ts'
import { eventOf } from './session-topic.ts'
import { Outcome } from './webhook-event.ts'

export const TimelineState = z.object({ status: SessionStatus, credential: CredentialStatus, proof: ProofStatus })
export type TimelineState = z.infer<typeof TimelineState>

/** One thing that happened to a session, or that came for it and changed nothing. No personal data. Times are ISO 8601. */
export const TimelineEntry = z.object({
  /** Unique in its timeline and the same each time it is read: `v3` for a version, else `w` and a number. */
  id: z.string().min(1).max(300),
  /** When it took effect. */
  at: z.iso.datetime(),
  /** When the webhook came: before `at` where it had to wait. Null where no webhook caused it. */
  receivedAt: z.iso.datetime().nullable(),
  /** `created`, `webhook`, `expiry`, `cancel`, or another way by which the platform was heard. */
  cause: z.string().min(1).max(16),
  webhookId: z.string().max(255).nullable(),
  topic: z.string().max(255).nullable(),
  /** What the webhook told the machine, in order, which its topic alone does not always say. Absent where nobody knows any longer. */
  events: z.array(SessionEvent).readonly().optional(),
  /** What became of the webhook; `applied` for what none caused. */
  outcome: Outcome,
  /** The session's version after it; null where it made none. */
  version: z.int().positive().nullable(),
  /** The state it met; null before the session was created. */
  before: TimelineState.nullable(),
  /** The state after it: the same one where it changed nothing. */
  after: TimelineState.nullable(),
  /** What went wrong, where the outcome is `failed`. */
  error: z.string().nullable(),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>

/** What the platform was asked for on a session's behalf, and what it answered. Times are ISO 8601. */
export const TimelineCommand = z.object({
  kind: CommandKind,
  /** From 1; grows each time the wallet is asked again. */
  attempt: z.int().nonnegative(),
  outcome: z.enum(['waiting', 'calling', 'answered', 'refused', 'dropped']),
  /** When a step of the session called for it. */
  at: z.iso.datetime(),
  /** When it was last taken up; null before. */
  calledAt: z.iso.datetime().nullable(),
  calls: z.int().nonnegative(),
  settledAt: z.iso.datetime().nullable(),
  /** What the platform said where it did not do it. */
  error: z.string().nullable(),
})
export type TimelineCommand = z.infer<typeof TimelineCommand>

/** A session's whole story, the first entry first. */
export const SessionTimeline = z.object({
  sessionId: z.uuid(),
  requestType: RequestType,
  connectionId: z.string().nullable(),
  invitationId: z.string(),
  expiresAt: z.iso.datetime(),
  entries: z.array(TimelineEntry),
  commands: z.array(TimelineCommand).default([]),
})
export type SessionTimeline = z.infer<typeof SessionTimeline>

/**
 * What an entry's webhook told the machine, in order: what its payload said, whatever its topic. Where that is no longer
 * known (an older file, a purged payload) its topic has to do. Empty where it told nothing, or there was no webhook.
 */
export function eventsOf({ events, topic }: Pick<TimelineEntry, 'events' | 'topic'>): readonly SessionEvent[] {
  if (events) return events
  const event = topic === null ? null : eventOf(topic)
  return event ? [event] : []
}
