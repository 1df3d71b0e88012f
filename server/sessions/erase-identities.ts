import type { Database } from '../db/database.ts'

const atOnce = 200

/**
 * Takes out what was kept of students for portals and has had its time, so that it can be read in the database's files no
 * more; answers how much of it. The codes, tokens and requests of portals go likewise.
 */
export async function eraseIdentities({
  db,
  now,
}: {
  readonly db: Database
  readonly now: () => Date
}): Promise<number> {
  const at = now()
  await deleteRecords(db, at)
  const due = await db.query
    .selectFrom('SealedIdentity')
    .select('session')
    .where('expiresAt', '<=', at)
    .orderBy('session')
    .limit(atOnce)
    .execute()
  const [first] = due
  const last = due.at(-1)
  if (!first || !last) return 0
  await db.transaction(async ({ query }) => {
    const sessions = due.map(({ session }) => session)
    await query.deleteFrom('SealedIdentity').where('session', 'in', sessions).where('expiresAt', '<=', at).execute()
    db.erasure.overwrite('SealedIdentity', first.session, last.session)
  })
  await db.erasure.finish(false)
  return due.length
}

async function deleteRecords({ query, transaction }: Database, at: Date): Promise<void> {
  const due = await query
    .selectFrom('OidcRecord')
    .select(['kind', 'id'])
    .where('expiresAt', '<=', at)
    .orderBy('expiresAt')
    .limit(atOnce)
    .execute()
  if (due.length === 0) return
  const ids = due.map(({ id }) => id) // digests, so that no two kinds share one
  await transaction((tx) =>
    tx.query.deleteFrom('OidcRecord').where('id', 'in', ids).where('expiresAt', '<=', at).execute(),
  )
}
