import type { Kysely } from 'kysely'
import { Dialect, Outcome } from '../../shared/webhook-event.ts'
import type { Tables } from '../db/entities/entities.ts'

/** A stored event as the event log shows it: no payload. Times are ISO 8601 in UTC. */
export interface StoredWebhook {
  readonly webhookId: string
  readonly dialect: Dialect
  readonly topic: string
  readonly organizationId: string
  readonly connectionId: string | null
  readonly invitationId: string | null
  /** The session it belongs to. */
  readonly sessionId: string | null
  readonly outcome: Outcome
  /** Why it failed. */
  readonly error: string | null
  /** How often it was tried again after it failed, and when it will be; a failed one with no next attempt is a dead letter. */
  readonly attempts: number
  readonly nextAttemptAt: string | null
  readonly createdAt: string
  readonly processedAt: string | null
  /** How often it was delivered again, and when last; each time was answered as a duplicate and changed nothing else. */
  readonly redeliveries: number
  readonly redeliveredAt: string | null
}

/** Every stored event, with the public id of its session. */
export function selectWebhooks(query: Kysely<Tables>) {
  return query
    .selectFrom('WebhookEvent')
    .leftJoin('ConnectionSession', 'ConnectionSession.id', 'WebhookEvent.session')
    .select(['WebhookEvent.id', 'webhookId', 'dialect', 'topic', 'organizationId', 'outcome', 'error', 'attempts'])
    .select(['WebhookEvent.connectionId', 'WebhookEvent.invitationId', 'ConnectionSession.sessionId', 'nextAttemptAt'])
    .select(['WebhookEvent.createdAt', 'processedAt', 'redeliveries', 'redeliveredAt'])
}

type WebhookRow = Awaited<ReturnType<ReturnType<typeof selectWebhooks>['execute']>>[number]

/** What a list shows of the row; null where another version of this application wrote what nothing here knows. */
export function toStoredWebhook(row: WebhookRow): StoredWebhook | null {
  const { data: dialect } = Dialect.safeParse(row.dialect)
  const { data: outcome } = Outcome.safeParse(row.outcome)
  if (!dialect || !outcome) return null
  return {
    webhookId: row.webhookId,
    dialect,
    topic: row.topic,
    organizationId: row.organizationId,
    connectionId: row.connectionId,
    invitationId: row.invitationId,
    sessionId: row.sessionId,
    outcome,
    error: row.error,
    attempts: row.attempts,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    processedAt: row.processedAt?.toISOString() ?? null,
    redeliveries: row.redeliveries,
    redeliveredAt: row.redeliveredAt?.toISOString() ?? null,
  }
}
