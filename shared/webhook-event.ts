import { z } from 'zod'
import { SessionEvent } from './session-status.ts'

/**
 * How the sender spoke: as the guide documents it, as the deployed platform was recorded, or as CREDEBL sends. `reconciler`
 * is no sender: this server asked the platform about a session that stood still, and keeps what it had missed as an event
 * like any other.
 */
export const Dialect = z.enum(['guide', 'platform', 'credebl', 'reconciler'])
export type Dialect = z.infer<typeof Dialect>

/**
 * What became of a stored event. `stale`: the session is already at or past that state, or ended.
 * `unmatched`: no session yet, or its connection is not up yet; applied later if one turns up.
 * `ignored`: nothing here knows its topic. `failed`: see its error; it can be replayed.
 */
export const Outcome = z.enum(['applied', 'stale', 'unmatched', 'ignored', 'failed'])
export type Outcome = z.infer<typeof Outcome>

/** A webhook in this application's own words, whatever dialect it came in. */
export interface WebhookEvent {
  /** Idempotency key: the sender's id, or a hash where the dialect has none. */
  readonly webhookId: string
  readonly dialect: Dialect
  readonly topic: string
  readonly organizationId: string
  readonly agentId: string | null
  /** When the sender says it happened, as ISO 8601 in UTC; null where it does not, or cannot be understood. */
  readonly timestamp: string | null
  readonly connectionId: string | null
  readonly invitationId: string | null
  /** The proof or credential record that it is about, as the platform names it; null for a connection, or where it does not say. */
  readonly recordId: string | null
  /** Whether a wallet that knows us answered the invitation with the connection that it has already. */
  readonly reuse: boolean
  readonly theirDid: string | null
  readonly theirLabel: string | null
  /** What it does to a session, in order. Empty where a known topic only tells what is already so. */
  readonly events: readonly SessionEvent[]
  /** False where nothing here knows the topic: it is stored and answered, and never matched. */
  readonly known: boolean
  /** The body as it came, without what students proved or were issued. Personal data: shown to operators only, never logged. */
  readonly payload: string
}

const StoredEvents = z.array(SessionEvent)

/** What a stored webhook tells the machine, out of its column. @throws SyntaxError, ZodError where it is no list of events that are known here. */
export function parseEvents(text: string): readonly SessionEvent[] {
  return StoredEvents.parse(JSON.parse(text))
}
