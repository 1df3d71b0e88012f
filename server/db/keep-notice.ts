import { createHash } from 'node:crypto'
import type { Database } from './database.ts'

/** A notice in its words, its version, and since when it is shown. */
export interface Notice {
  readonly version: number
  readonly text: string
  readonly since: Date
}

/** The version of this text: the one that it had before, else the next; the same in every process on the database. */
export async function keepNotice({ transaction }: Pick<Database, 'transaction'>, text: string, now: Date) {
  const digest = createHash('sha256').update(text).digest('hex')
  return transaction(async ({ query }): Promise<Notice> => {
    const find = () => query.selectFrom('PrivacyNotice').selectAll().where('digest', '=', digest)
    if (!(await find().executeTakeFirst()))
      await query
        .insertInto('PrivacyNotice')
        .values({ digest, text, createdAt: now })
        .onConflict((on) => on.column('digest').doNothing())
        .execute()
    const { id, createdAt } = await find().executeTakeFirstOrThrow()
    return { version: id, text, since: createdAt }
  })
}

/** A notice of that version; null where there is none. @throws AppError `DATABASE_UNAVAILABLE` */
export async function findNotice({ query }: Pick<Database, 'query'>, version: number): Promise<Notice | null> {
  const row = await query.selectFrom('PrivacyNotice').selectAll().where('id', '=', version).executeTakeFirst()
  return row ? { version: row.id, text: row.text, since: row.createdAt } : null
}
