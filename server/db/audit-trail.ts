import type { Kysely } from 'kysely'
import { z } from 'zod'
import { AuditAction, type AuditItem } from '../../shared/admin-audit.ts'
import type { Tables } from './entities/entities.ts'
import { toDate } from './read-date.ts'
import type { Execute } from './statement.ts'

export interface NewAudit {
  readonly at: Date
  readonly action: AuditAction
  readonly by: string
  readonly address: string | null
  readonly subject: string | null
  readonly detail: string | null
}

const columns = '"id", "at", "action", "by", "address", "subject", "detail"'

const AuditRow = z.object({
  id: z.number(),
  at: toDate,
  action: AuditAction,
  by: z.string(),
  address: z.string().nullable(),
  subject: z.string().nullable(),
  detail: z.string().nullable(),
})

/** Adds a line to the audit trail. */
export async function insertAudit(query: Kysely<Tables>, entry: NewAudit): Promise<void> {
  await query.insertInto('AuditEntry').values(entry).execute()
}

/** The latest lines before `beforeId`, the newest first. */
export async function auditPage(execute: Execute, beforeId: number, limit: number): Promise<AuditItem[]> {
  const rows = await execute(`select ${columns} from "AuditEntry" where "id" < ? order by "id" desc limit ?`, [
    beforeId,
    limit,
  ])
  return rows.map(toAuditItem)
}

/** What was done to one event, the newest first. */
export async function auditOf(execute: Execute, subject: string, action: AuditAction): Promise<AuditItem[]> {
  const rows = await execute(
    `select ${columns} from "AuditEntry" where "subject" = ? and "action" = ? order by "id" desc limit 50`,
    [subject, action],
  )
  return rows.map(toAuditItem)
}

function toAuditItem(row: object): AuditItem {
  const { at, ...rest } = AuditRow.parse(row)
  return { ...rest, at: at.toISOString() }
}
