import type { SessionState } from '../../shared/advance.ts'
import type { Outcome } from '../../shared/webhook-event.ts'

/** One thing that happened to a session, or that came for it and changed nothing. */
export interface TimelineItem {
  /** Unique among the items of one timeline. */
  readonly id: string
  /** ISO 8601. */
  readonly at: string
  /** What it was: a webhook's topic, or words such as "Session created". */
  readonly title: string
  /** What brought it, such as "webhook", "expiry" or "cancel"; null where the title says it. */
  readonly cause: string | null
  /** What became of a webhook; null for what is none. */
  readonly outcome: Outcome | null
  /** Why it had that outcome, where that needs saying. */
  readonly reason: string | null
  /** The state it met; null where there was no session yet. */
  readonly before: SessionState | null
  /** The state it led to; null where it changed nothing. */
  readonly after: SessionState | null
  /** Where more is to be read about it, such as the event in the console. */
  readonly href: string | null
}
