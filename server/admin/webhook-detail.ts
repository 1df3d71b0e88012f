import type { ShowWebhook } from '../../shared/admin-inputs.ts'
import type { Actor } from '../actor.ts'
import { insertAudit } from '../db/audit-trail.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { readVersions } from '../qa/timeline.ts'
import { effectsOf } from './effects.ts'
import { hidePersonal } from './hide-personal.ts'
import { isKnown, selectWebhooks } from './stored-webhook.ts'

const replaysShown = 50

/**
 * One stored event with everything that is known of it. Its payload is personal data: that it was read is recorded in the
 * audit trail before it is shown. @throws AppError `NOT_FOUND`
 */
export async function webhookDetail(
  { db, now }: { readonly db: Database; readonly now: () => Date },
  { webhookId, hide }: ShowWebhook,
  operator: Actor,
) {
  const row = await selectWebhooks(db.query)
    .select(['agentId', 'payload', 'recordId'])
    .select(['ConnectionSession.status', 'ConnectionSession.proof', 'ConnectionSession.credential'])
    .select(['ConnectionSession.connectionId as boundTo', 'ConnectionSession.invitationId as invitedBy'])
    .where('webhookId', '=', webhookId)
    .executeTakeFirst()
  if (!row || !isKnown(row)) throw new AppError('NOT_FOUND', 'Webhook not found')
  const { id, session, boundTo, invitedBy, payload, status, proof, credential, ...stored } = row
  const state = status === null ? null : { status, proof, credential }
  if (payload !== '' && !hide) {
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
    /** The body as it came, or without what is personal; null once it has been purged. */
    payload: payload === '' ? null : hide ? hidePersonal(payload) : payload,
    isHidden: hide,
    payloadBytes: Buffer.byteLength(payload),
    effect: (await effectsOf(db.query, [row])).get(id) ?? '',
    sessionState: state,
    /** Whether each of its ids is its session's; null where the session has no connection yet. */
    agrees: { connectionId: boundTo === null ? null : byConnection, invitationId: byInvitation },
    /** By which key it found its session. */
    matchedBy: byConnection && !(byInvitation && hasBound) ? 'connection' : byInvitation ? 'invitation' : null,
    /** The changes of its session that it caused, between states that are known here. */
    transitions: versions.flatMap(({ version, before, after, at, webhookId: causedBy }) =>
      after && causedBy === webhookId ? [{ version, before, after, at }] : [],
    ),
    /** What the platform was then asked for, in the commit that it caused. */
    commands: await commandsAfter(db, session, versions.find((version) => version.webhookId === webhookId)?.at ?? null),
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

async function commandsAfter({ query }: Database, session: number | null, at: string | Date | null) {
  if (session === null || at === null) return []
  return query
    .selectFrom('PlatformCommand')
    .select(['kind', 'attempt', 'outcome', 'calls', 'createdAt as at', 'calledAt', 'settledAt', 'error'])
    .where('session', '=', session)
    .where('createdAt', '=', new Date(at))
    .orderBy('id')
    .execute()
}
