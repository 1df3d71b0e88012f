import type { Kysely } from 'kysely'
import type { ByWebhook } from '../../shared/admin-inputs.ts'
import { TimelineState } from '../../shared/session-timeline.ts'
import type { Actor } from '../actor.ts'
import { type AuditItem, insertAudit, readAudit } from '../db/audit-trail.ts'
import type { Database } from '../db/database.ts'
import type { Tables } from '../db/entities/entities.ts'
import { AppError } from '../errors.ts'
import { type StoredWebhook, selectWebhooks, toStoredWebhook } from './stored-webhook.ts'

/** One stored event with everything that is known of it. Reading it is recorded in the audit trail. */
export interface WebhookDetail extends StoredWebhook {
  readonly agentId: string | null
  /** The body as it came; null once it has been purged. */
  readonly payload: string | null
  /** By which key it found its session. */
  readonly matchedBy: 'connection' | 'invitation' | null
  readonly transitions: CausedTransition[]
  /** Its replays, the latest first; `detail` is `before → after`. */
  readonly replays: Pick<AuditItem, 'at' | 'by' | 'detail'>[]
}

/** A change of its session that an event caused. */
export interface CausedTransition {
  readonly version: number
  readonly before: TimelineState | null
  readonly after: TimelineState
  readonly at: string
}

const replaysShown = 50

/** One event with its payload, which is personal data: that it was read is recorded before it is shown. @throws AppError `NOT_FOUND` */
export async function webhookDetail(
  { db, now }: { readonly db: Database; readonly now: () => Date },
  { webhookId }: ByWebhook,
  { by, address }: Actor,
): Promise<WebhookDetail> {
  const { query } = db
  const row = await selectWebhooks(query)
    .select(['agentId', 'payload', 'session'])
    .select(['ConnectionSession.connectionId as boundTo', 'ConnectionSession.invitationId as invitedBy'])
    .where('webhookId', '=', webhookId)
    .executeTakeFirst()
  const stored = row && toStoredWebhook(row)
  if (!stored) throw new AppError('NOT_FOUND', 'Webhook not found')
  if (row.payload !== '') {
    const viewed = { at: now(), action: 'payload-viewed', by, address, subject: webhookId, detail: null } as const
    await db.transaction((tx) => insertAudit(tx, viewed))
  }
  const { session } = row
  const byConnection = row.connectionId !== null && row.connectionId === row.boundTo
  const byInvitation = row.invitationId !== null && row.invitationId === row.invitedBy
  const bound = byConnection && byInvitation && session !== null && (await hasBound(query, session, webhookId))
  const replays = await readAudit(db, { subject: webhookId, action: 'replayed', limit: replaysShown })
  return {
    ...stored,
    agentId: row.agentId,
    payload: row.payload === '' ? null : row.payload,
    matchedBy: byConnection && !bound ? 'connection' : byInvitation ? 'invitation' : null,
    transitions: session === null ? [] : await transitionsOf(query, session, webhookId),
    replays: replays.map(({ at, by, detail }) => ({ at, by, detail })),
  }
}

/** Whether it was this event that told the session's connection: then the invitation led to it. */
async function hasBound(query: Kysely<Tables>, session: number, webhookId: string): Promise<boolean> {
  const first = await query
    .selectFrom('SessionHistory')
    .select('webhookId')
    .where('session', '=', session)
    .where('connectionId', 'is not', null)
    .orderBy('version')
    .limit(1)
    .executeTakeFirst()
  return first?.webhookId === webhookId
}

/** Those between states that are known here. */
async function transitionsOf(query: Kysely<Tables>, session: number, webhookId: string): Promise<CausedTransition[]> {
  const rows = await query
    .selectFrom('SessionHistory')
    .select(['version', 'statusBefore', 'credentialBefore', 'proofBefore', 'status', 'credential', 'proof', 'at'])
    .where('session', '=', session)
    .where('webhookId', '=', webhookId)
    .orderBy('version')
    .execute()
  return rows.flatMap(({ version, at, statusBefore, credentialBefore, proofBefore, ...row }) => {
    const was = { status: statusBefore, credential: credentialBefore, proof: proofBefore }
    const { data: before = null } = TimelineState.safeParse(was)
    const { data: after } = TimelineState.safeParse(row)
    return after ? [{ version, at: at.toISOString(), before, after }] : []
  })
}
