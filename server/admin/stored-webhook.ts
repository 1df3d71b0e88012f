import type { Kysely } from 'kysely'
import { Dialect, Outcome } from '../../shared/webhook-event.ts'
import type { Tables } from '../db/entities/entities.ts'

/** Every stored event as the event log shows it: no payload, and with its session's public id, reference and label. */
export function selectWebhooks(query: Kysely<Tables>) {
  return query
    .selectFrom('WebhookEvent')
    .leftJoin('ConnectionSession', 'ConnectionSession.id', 'WebhookEvent.session')
    .select(['WebhookEvent.id', 'webhookId', 'dialect', 'topic', 'organizationId', 'outcome', 'error', 'attempts'])
    .select(['WebhookEvent.connectionId', 'WebhookEvent.invitationId', 'ConnectionSession.sessionId', 'nextAttemptAt'])
    .select(['WebhookEvent.createdAt', 'processedAt', 'redeliveries', 'redeliveredAt', 'lagMs'])
    .select(['WebhookEvent.session', 'ConnectionSession.theirLabel as label', 'ConnectionSession.reference'])
}

export type StoredWebhook = Awaited<ReturnType<ReturnType<typeof selectWebhooks>['executeTakeFirstOrThrow']>>

/** Whether a list can show the row; not where another version of this application wrote what nothing here knows. */
export function isKnown({ dialect, outcome }: { readonly dialect: string; readonly outcome: string }): boolean {
  return Dialect.safeParse(dialect).success && Outcome.safeParse(outcome).success
}
