import { errors, type Payload } from 'oidc-provider'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { oidcDigest } from '../db/oidc-digest.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Sealer } from '../secrets/sealer.ts'
import { inOAuthWords } from './failures.ts'

interface RecordsContext {
  readonly db: Pick<Database, 'query' | 'transaction'>
  readonly sealer: Sealer
  readonly now: () => Date
  /** In the transaction in which a code is redeemed, which happens once. */
  readonly redeemed: (tx: Transaction, grantId: string) => Promise<void>
}

const Stored = z.record(z.string(), z.unknown())
const Text = z.string().nullish().catch(null)

/**
 * Where the provider keeps its codes, tokens and interactions: sealed, and under digests of their ids, since who knows an id
 * has what it stands for. Any number of processes on one database can never both redeem a code.
 */
export function createOidcRecords({ db, sealer, now, redeemed }: RecordsContext) {
  return (kind: string) => {
    const of = (id: string) => `${kind} ${oidcDigest(id)}`
    const read = (row: Row | undefined): Payload | undefined => {
      if (!row) return undefined
      const payload = Stored.parse(JSON.parse(sealer.open(row.payload, `${kind} ${row.id}`)))
      return row.consumedAt === null ? payload : { ...payload, consumed: Math.floor(row.consumedAt.getTime() / 1000) }
    }
    const select = () =>
      db.query
        .selectFrom('OidcRecord')
        .select(['id', 'payload', 'consumedAt'])
        .where('kind', '=', kind)
        .where('expiresAt', '>', now())
    const revoke = async ({ query }: Pick<Transaction, 'query'>, grantId: string) => {
      await query.deleteFrom('OidcRecord').where('grantId', '=', grantId).execute()
      await query.deleteFrom('OidcRecord').where('kind', '=', 'Grant').where('id', '=', oidcDigest(grantId)).execute()
    }
    return {
      upsert: (id: string, payload: Payload, expiresInSeconds: number) =>
        inOAuthWords(async () => {
          const row = {
            payload: sealer.seal(JSON.stringify(payload), of(id)),
            grantId: Text.parse(payload.grantId) ?? null,
            uid: Text.parse(payload.uid) ?? null,
            expiresAt: new Date(now().getTime() + expiresInSeconds * 1000),
          }
          await db.transaction(({ query }) =>
            query
              .insertInto('OidcRecord')
              .values({ kind, id: oidcDigest(id), consumedAt: null, ...row })
              .onConflict((on) => on.columns(['kind', 'id']).doUpdateSet(row))
              .execute(),
          )
        }),
      find: (id: string) =>
        inOAuthWords(async () => read(await select().where('id', '=', oidcDigest(id)).executeTakeFirst())),
      findByUid: (uid: string) =>
        inOAuthWords(async () => read(await select().where('uid', '=', uid).executeTakeFirst())),
      findByUserCode: async () => undefined,
      /** The one conditional update. Who comes second gets nothing, and takes from the first what it had got. */
      consume: (id: string) =>
        inOAuthWords(async () => {
          const isFirst = await db.transaction(async (tx) => {
            const own = tx.query.updateTable('OidcRecord').where('kind', '=', kind).where('id', '=', oidcDigest(id))
            const { numUpdatedRows } = await own
              .set({ consumedAt: now() })
              .where('consumedAt', 'is', null)
              .executeTakeFirst()
            const row = await tx.query
              .selectFrom('OidcRecord')
              .select('grantId')
              .where('kind', '=', kind)
              .where('id', '=', oidcDigest(id))
              .executeTakeFirst()
            const grantId = row?.grantId ?? null
            if (numUpdatedRows === 1n && kind === 'AuthorizationCode' && grantId !== null) await redeemed(tx, grantId)
            if (numUpdatedRows === 0n && grantId !== null) await revoke(tx, grantId)
            return numUpdatedRows === 1n
          })
          if (!isFirst) throw new errors.InvalidGrant('it was used before')
        }),
      destroy: (id: string) =>
        inOAuthWords(async () => {
          await db.transaction(({ query }) =>
            query.deleteFrom('OidcRecord').where('kind', '=', kind).where('id', '=', oidcDigest(id)).execute(),
          )
        }),
      revokeByGrantId: (grantId: string) => inOAuthWords(() => db.transaction((tx) => revoke(tx, grantId))),
    }
  }
}

interface Row {
  readonly id: string
  readonly payload: string
  readonly consumedAt: Date | null
}
