import { defineEntity, type InferEntity } from '@mikro-orm/core'
import type { Dialect, Outcome } from '../../../shared/webhook-event.ts'
import { ConnectionSession } from './connection-session.ts'

/** One stored webhook: the guide's table, with the dialect it came in and what became of it. */
export const WebhookEvent = defineEntity({
  name: 'WebhookEvent',
  properties: (p) => ({
    id: p.integer().primary().autoincrement(),
    webhookId: p.string().length(255).unique(),
    dialect: p.string().$type<Dialect>().length(16),
    topic: p.string().length(255),
    organizationId: p.string().length(255),
    agentId: p.string().length(255).nullable(),
    connectionId: p.string().length(255).nullable(),
    invitationId: p.string().length(255).nullable(),
    // A session is only taken out to be put back: that must not part it from its webhooks.
    session: p.manyToOne(ConnectionSession).mapToPk().deleteRule('no action').nullable().index(),
    payload: p.text(),
    /** What it tells the machine, in order: a JSON list of `SessionEvent`. Null in rows of older versions until they are decoded. */
    events: p.text().nullable(),
    /** The proof or credential record that it is about. */
    recordId: p.string().length(255).nullable(),
    /** Whether a wallet answered a new invitation with the connection that it has already. */
    reuse: p.boolean().default(false),
    theirDid: p.text().nullable(),
    theirLabel: p.text().nullable(),
    outcome: p.string().$type<Outcome>().length(16),
    /** Why it failed. */
    error: p.text().nullable(),
    processed: p.boolean(),
    processedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    /** How long after the sender's own time it came; null where it gave none, or one that is weeks from now. */
    lagMs: p.integer().nullable(),
    /** How often it was tried again after it failed, and when it will be; a failed one with no next attempt is a dead letter. */
    attempts: p.integer().default(0),
    nextAttemptAt: p.datetime().nullable(),
    /** How often it was delivered again, and when last; each time was answered as a duplicate and changed nothing else. */
    redeliveries: p.integer().default(0),
    redeliveredAt: p.datetime().nullable(),
  }),
  // What waits is looked up by either key; said in SQL, since a partial index serves only a query that says the same. On
  // SQLite these hold more columns, or each look would read through the payloads.
  indexes: [
    // The event log reads this alone until it has a page: new entries go to its end, which costs a webhook next to nothing.
    { name: 'WebhookEvent_log', properties: ['createdAt', 'id', 'outcome', 'topic', 'organizationId'] },
    {
      name: 'WebhookEvent_outcome',
      expression:
        'create index "WebhookEvent_outcome" on "WebhookEvent" ("outcome", "id") where "outcome" <> \'applied\'',
    },
    {
      name: 'WebhookEvent_failed',
      expression:
        'create index "WebhookEvent_failed" on "WebhookEvent" ("nextAttemptAt", "id") where "outcome" = \'failed\'',
    },
    {
      name: 'WebhookEvent_undecoded',
      expression:
        'create index "WebhookEvent_undecoded" on "WebhookEvent" ("id") where "events" is null and "outcome" = \'unmatched\'',
    },
    {
      name: 'WebhookEvent_redelivered',
      expression: 'create index "WebhookEvent_redelivered" on "WebhookEvent" ("id") where "redeliveries" > 0',
    },
    {
      name: 'WebhookEvent_ignored_connectionId',
      expression:
        'create index "WebhookEvent_ignored_connectionId" on "WebhookEvent" ("connectionId") where "outcome" = \'ignored\'',
    },
    {
      name: 'WebhookEvent_ignored_invitationId',
      expression:
        'create index "WebhookEvent_ignored_invitationId" on "WebhookEvent" ("invitationId") where "outcome" = \'ignored\'',
    },
    {
      name: 'WebhookEvent_waiting_connectionId',
      expression:
        'create index "WebhookEvent_waiting_connectionId" on "WebhookEvent" ("connectionId", "id") where "processed" = false',
    },
    {
      name: 'WebhookEvent_waiting_invitationId',
      expression:
        'create index "WebhookEvent_waiting_invitationId" on "WebhookEvent" ("invitationId", "id") where "processed" = false',
    },
  ],
})
export type WebhookEvent = InferEntity<typeof WebhookEvent>
