import type { Kysely } from 'kysely'
import type { Dialect, Outcome } from '../../shared/webhook-event.ts'
import type { Tables } from './entities/entities.ts'
import type { Execute } from './statement.ts'

/** A session as the database keeps it, less what only the platform calls and support need. */
export interface SessionRow {
  /** The row's own number, which other tables refer to: it grows with time, so that what is busy lies together. */
  readonly id: number
  readonly sessionId: string
  readonly version: number
  readonly status: string
  readonly credential: string
  readonly proof: string
  readonly requestType: string
  readonly invitationId: string
  readonly invitationUrl: string
  readonly connectionId: string | null
  readonly theirDid: string | null
  readonly theirLabel: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly expiresAt: Date
}

export interface NewSession extends Omit<SessionRow, 'id'> {
  readonly ipAddress: string | null
  readonly userAgent: string | null
}

export type Cause = 'created' | 'webhook' | 'reconciler' | 'expiry' | 'cancel'

export interface HistoryRow {
  readonly session: number
  readonly version: number
  readonly cause: Cause
  readonly webhookId: string | null
  readonly statusBefore: string | null
  readonly credentialBefore: string | null
  readonly proofBefore: string | null
  readonly status: string
  readonly credential: string
  readonly proof: string
  readonly connectionId: string | null
  readonly theirLabel: string | null
  readonly expiresAt: Date
  readonly at: Date
}

export interface NewWebhook {
  readonly webhookId: string
  readonly dialect: Dialect
  readonly topic: string
  readonly organizationId: string
  readonly agentId: string | null
  readonly connectionId: string | null
  readonly invitationId: string | null
  readonly session: number | null
  readonly payload: string
  readonly outcome: Outcome
  readonly error: string | null
  readonly processed: boolean
  readonly processedAt: Date | null
  readonly createdAt: Date
  /** When the sender says it happened; not kept, only counted as lag. */
  readonly sentAt: Date | null
}

/** A stored event that waits for its session. */
export interface UnmatchedEvent {
  readonly webhookId: string
  readonly payload: string
}

/** What became of a parked event. */
export interface OutcomeUpdate {
  readonly webhookId: string
  readonly session: number | null
  /** Its outcome until now. */
  readonly before: Outcome
  readonly outcome: Outcome
  readonly error: string | null
  readonly processedAt: Date | null
  readonly at: Date
}

/** Where a session's calls to the platform stand: asked at, and the record that the platform made. */
export interface PlatformRequest {
  readonly id: string | null
  readonly askedAt: Date | null
}

export type PlatformRequestKind = 'proof' | 'credential'

export interface Keys {
  readonly connectionIds: readonly string[]
  readonly invitationIds: readonly string[]
}

/** The rows of one open transaction. Sessions that were read stay locked until it ends. */
export interface Transaction {
  /** Which of these webhooks are stored already. */
  storedWebhooks(webhookIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Sessions bound to one of the connections or made for one of the invitations. */
  sessionsByKeys(keys: Keys): Promise<SessionRow[]>
  sessionsById(sessionIds: readonly string[]): Promise<SessionRow[]>
  /** Unfinished sessions that have stood still past their `expiresAt`, the oldest first, less those that another process is ending now. */
  expiredSessions(at: Date, limit: number): Promise<SessionRow[]>
  /** Unmatched events with one of the keys, in the order they came. */
  unmatchedEvents(keys: Keys): Promise<UnmatchedEvent[]>
  exchange(sessionId: string, kind: PlatformRequestKind): Promise<PlatformRequest>

  /** Answers the new row's number. */
  insertSession(session: NewSession): Promise<number>
  updateSessions(sessions: readonly SessionRow[]): Promise<void>
  insertHistory(history: readonly HistoryRow[]): Promise<void>
  insertWebhooks(webhooks: readonly NewWebhook[]): Promise<void>
  updateOutcomes(settlements: readonly OutcomeUpdate[]): Promise<void>
  setExchange(sessionId: string, kind: PlatformRequestKind, exchange: PlatformRequest): Promise<void>
  /** Any other statement, within the transaction. */
  readonly query: Kysely<Tables>
  readonly execute: Execute
}
