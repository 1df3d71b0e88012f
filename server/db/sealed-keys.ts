import { SealError, type Sealer } from '../secrets/sealer.ts'
import type { Database } from './database.ts'

type Db = Pick<Database, 'query' | 'transaction'>

/**
 * The key of that name, made with `make` where there is none; the same in every process on the database. One that was sealed
 * with an older data key is sealed anew with the present one.
 *
 * @throws SealError where it was sealed with a data key that this process does not have.
 */
export async function openSealedKey(db: Db, sealer: Sealer, name: string, make: () => string): Promise<string> {
  const known = await find(db.query, name)
  const made = known ? null : sealer.seal(make(), name)
  return db.transaction(async ({ query }) => {
    const updatedAt = new Date()
    if (made !== null)
      await query
        .insertInto('SealedKey')
        .values({ name, sealed: made, updatedAt })
        .onConflict((on) => on.column('name').doNothing())
        .execute()
    const { sealed } = (await find(query, name)) ?? { sealed: '' }
    const text = openNamed(sealer, sealed, name)
    const anew = sealer.seal(text, name)
    if (anew.split('.')[0] !== sealed.split('.')[0]) await replace(query, name, anew, updatedAt)
    return text
  })
}

function find(query: Db['query'], name: string) {
  return query.selectFrom('SealedKey').select('sealed').where('name', '=', name).executeTakeFirst()
}

/** Puts `change` of the key in its place. @throws SealError likewise. */
export async function changeSealedKey(db: Db, sealer: Sealer, name: string, change: (text: string) => string) {
  await db.transaction(async ({ query }) => {
    const row = await find(query, name)
    if (!row) throw new SealError(`There is no ${name} key yet: start the server once`)
    await replace(query, name, sealer.seal(change(openNamed(sealer, row.sealed, name)), name), new Date())
  })
}

function openNamed(sealer: Sealer, sealed: string, name: string): string {
  try {
    return sealer.open(sealed, name)
  } catch (error) {
    throw new SealError(
      `DATA_KEY: the ${name} key in the database was sealed with another one; set the key it was sealed with as DATA_KEY_PREVIOUS`,
      { cause: error },
    )
  }
}

async function replace(query: Db['query'], name: string, sealed: string, updatedAt: Date): Promise<void> {
  await query.updateTable('SealedKey').set({ sealed, updatedAt }).where('name', '=', name).execute()
}
