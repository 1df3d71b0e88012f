import { defineEntity } from '@mikro-orm/core'

/** What the OpenID provider keeps between requests: codes, tokens, interactions. Of a student it holds `sub` alone. */
export const OidcRecord = defineEntity({
  name: 'OidcRecord',
  properties: (p) => ({
    /** The provider's kind of record. */
    kind: p.string().length(64).primary(),
    id: p.string().length(128).primary(),
    payload: p.text(),
    grantId: p.string().length(64).nullable().index(),
    uid: p.string().length(64).nullable().index(),
    consumedAt: p.datetime().nullable(),
    expiresAt: p.datetime().index(),
  }),
})

/** Keys that all processes on the database share, sealed with `DATA_KEY`, which is not in the database. */
export const SealedKey = defineEntity({
  name: 'SealedKey',
  properties: (p) => ({
    name: p.string().length(32).primary(),
    sealed: p.text(),
    updatedAt: p.datetime(),
  }),
})
