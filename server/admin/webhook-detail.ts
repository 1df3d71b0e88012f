import type { WebhookDetail } from '../../shared/admin-webhook.ts'
import type { Actor } from '../actor.ts'
import { auditOf, insertAudit } from '../db/audit-trail.ts'
import type { Database } from '../db/database.ts'
import { webhookDetail } from '../db/queries/stored-webhooks.ts'
import type { Execute } from '../db/statement.ts'
import { AppError } from '../errors.ts'

interface ViewDeps {
  readonly db: Database
  readonly read: Execute
  readonly now: () => Date
}

/** One event with its payload, which is personal data: that it was read is recorded before it is shown. @throws AppError `NOT_FOUND` */
export async function viewWebhook(
  { db, read, now }: ViewDeps,
  webhookId: string,
  { by, address }: Actor,
): Promise<WebhookDetail> {
  const webhook = await webhookDetail(read, webhookId)
  if (!webhook) throw new AppError('NOT_FOUND', 'Webhook not found')
  if (webhook.payload !== null) {
    await db.transaction(({ query }) =>
      insertAudit(query, { at: now(), action: 'payload-viewed', by, address, subject: webhookId, detail: null }),
    )
  }
  const replays = await auditOf(read, webhookId, 'replayed')
  return { ...webhook, replays: replays.map(({ at, by: who, detail }) => ({ at, by: who, detail })) }
}
