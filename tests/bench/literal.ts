import { MikroORM } from '@mikro-orm/sqlite'
import { ConnectionSession } from '../../server/db/entities/connection-session.ts'
import { WebhookEvent } from '../../server/db/entities/webhook-event.ts'
import { sqliteOptions } from '../../server/db/sqlite/migrate-sqlite.ts'
import type { Inbox } from '../../server/webhooks/inbox.ts'
import type { WebhookEvent as Event } from '../../shared/webhook-event.ts'

/**
 * The guide's `processWebhookEvent()` as it is written ("Webhook Processing"): look whether it is known, store the event,
 * find and update the session, mark the event processed, one write after another, each its own commit, on the same ORM and
 * the same database settings.
 */
export async function openLiteral(databaseUrl: string): Promise<Inbox> {
  const orm = await MikroORM.init({ ...sqliteOptions(databaseUrl.slice('sqlite:'.length)), logger: () => undefined })
  const db = await orm.em.getConnection().getNativeClient()
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  return {
    async store(event) {
      const em = orm.em.fork()
      if (await em.findOne(WebhookEvent, { webhookId: event.webhookId })) return 'duplicate'
      await em.insert(WebhookEvent, toRow(event))
      const { connectionId, invitationId } = event
      const session = await em.findOne(ConnectionSession, { $or: [{ connectionId }, { invitationId }] })
      if (session) {
        const status = event.topic.slice(event.topic.indexOf('.') + 1)
        await em.nativeUpdate(ConnectionSession, { id: session.id }, { status, connectionId, updatedAt: new Date() })
      }
      await em.nativeUpdate(WebhookEvent, { webhookId: event.webhookId }, { processed: true, processedAt: new Date() })
      return 'stored'
    },
  }
}

function toRow(event: Event) {
  const { webhookId, dialect, topic, organizationId, agentId, connectionId, invitationId, payload } = event
  const stored = { webhookId, dialect, topic, organizationId, agentId, connectionId, invitationId, payload }
  return { ...stored, outcome: 'applied' as const, processed: false, createdAt: new Date() }
}
