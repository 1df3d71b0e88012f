import { defineEntity, type InferEntity } from '@mikro-orm/core'

/**
 * A person who has registered or signed in, as far as this server knows them again. `sub` is a keyed digest of what only the
 * right credential shows; nothing of what it was made from is in it.
 */
export const Student = defineEntity({
  name: 'Student',
  properties: (p) => ({
    id: p.integer().primary().autoincrement(),
    sub: p.string().length(64).unique(),
    /** Given out once, and kept. */
    registrationNumber: p.string().length(32).unique(),
    createdAt: p.datetime(),
  }),
})
export type Student = InferEntity<typeof Student>
