import type { Database } from './database.ts'
import type { Transaction } from './transaction.ts'

/** What is recorded of an operator, and of what the server does to stored data by itself. */
export type AuditAction =
  | 'signed-in'
  | 'signed-out'
  | 'payload-viewed'
  | 'replayed'
  | 'purged'
  | 'secret-rotated'
  | 'webhook-app-changed'

export interface NewAudit {
  readonly at: Date
  readonly action: AuditAction
  readonly by: string
  readonly address: string | null
  readonly subject: string | null
  readonly detail: string | null
}

/** One line of the audit trail. */
export interface AuditItem {
  readonly id: number
  /** ISO 8601 in UTC. */
  readonly at: string
  /** An `AuditAction`, or what another version of this application did. */
  readonly action: string
  /** Which sign-in it was, `bearer token`, `command line`, or `server`. */
  readonly by: string
  readonly address: string | null
  /** What it was done to: a webhook's id. */
  readonly subject: string | null
  readonly detail: string | null
}

/** Adds a line to the audit trail. */
export async function insertAudit({ query }: Pick<Transaction, 'query'>, entry: NewAudit): Promise<void> {
  await query.insertInto('AuditEntry').values(entry).execute()
}

/** Lines of the trail, the newest first; see `AuditFilter`. */
export async function readAudit({ query }: Pick<Database, 'query'>, filter: AuditFilter): Promise<AuditItem[]> {
  const { before, subject, action, limit } = filter
  let lines = query.selectFrom('AuditEntry').selectAll()
  if (before !== undefined) lines = lines.where('id', '<', before)
  if (subject !== undefined) lines = lines.where('subject', '=', subject)
  if (action !== undefined) lines = lines.where('action', '=', action)
  const rows = await lines.orderBy('id', 'desc').limit(limit).execute()
  return rows.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() }))
}

/** All that are given must hold. */
export interface AuditFilter {
  /** Only lines before the one with this number. */
  readonly before?: number
  readonly subject?: string
  readonly action?: AuditAction
  readonly limit: number
}
