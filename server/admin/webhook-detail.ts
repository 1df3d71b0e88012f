import type { ByWebhook } from '../../shared/admin-inputs.ts'
import type { Actor } from '../actor.ts'
import { insertAudit } from '../db/audit-trail.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { readVersions } from '../qa/timeline.ts'
import { isKnown, selectWebhooks } from './stored-webhook.ts'

const replaysShown = 50

/**
 * One stored event with everything that is known of it. Its payload is personal data: that it was read is recorded in the
 * audit trail before it is shown. @throws AppError `NOT_FOUND`
 */
export async function webhookDetail(
  { db, now }: { readonly db: Database; readonly now: () => Date },
  { webhookId }: ByWebhook,
  operator: Actor,
) {
  const row = await selectWebhooks(db.query)
    .select(['agentId', 'payload', 'session'])
    .select(['ConnectionSession.connectionId as boundTo', 'ConnectionSession.invitationId as invitedBy'])
    .where('webhookId', '=', webhookId)
    .executeTakeFirst()
  if (!row || !isKnown(row)) throw new AppError('NOT_FOUND', 'Webhook not found')
  const { id, session, boundTo, invitedBy, payload, ...stored } = row
  if (payload !== '') {
    const viewed = { at: now(), action: 'payload-viewed', subject: webhookId } as const
    await db.transaction((tx) => insertAudit(tx, operator, viewed))
  }
  const versions = session === null ? [] : await readVersions(db.query, session)
  const byConnection = row.connectionId !== null && row.connectionId === boundTo
  const byInvitation = row.invitationId !== null && row.invitationId === invitedBy
  /** Whether it was this event that told the session's connection: then the invitation led to it. */
  const hasBound = versions.find(({ connectionId }) => connectionId !== null)?.webhookId === webhookId
  return {
    ...stored,
    /** The body as it came; null once it has been purged. */
    payload: payload === '' ? null : payload,
    /** By which key it found its session. */
    matchedBy: byConnection && !(byInvitation && hasBound) ? 'connection' : byInvitation ? 'invitation' : null,
    /** The changes of its session that it caused, between states that are known here. */
    transitions: versions.flatMap(({ version, before, after, at, webhookId: causedBy }) =>
      after && causedBy === webhookId ? [{ version, before, after, at }] : [],
    ),
    /** Its replays, the latest first; `detail` is `before → after`. */
    replays: await db.query
      .selectFrom('AuditEntry')
      .select(['at', 'by', 'detail'])
      .where('subject', '=', webhookId)
      .where('action', '=', 'replayed')
      .orderBy('id', 'desc')
      .limit(replaysShown)
      .execute(),
  } as const
}
