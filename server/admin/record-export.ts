import type { Actor } from '../actor.ts'
import { insertAudit } from '../db/audit-trail.ts'
import type { Database } from '../db/database.ts'

/** Records in the audit trail that somebody took a list away as a file, and by which filter. */
export async function recordExport(
  { db, now }: { readonly db: Pick<Database, 'transaction'>; readonly now: () => Date },
  operator: Actor,
  { list, filter }: { readonly list: string; readonly filter: object },
): Promise<void> {
  const exported = { at: now(), action: 'exported', subject: list, detail: JSON.stringify(filter) } as const
  await db.transaction((tx) => insertAudit(tx, operator, exported))
}
