import { defineEntity, type InferEntity } from '@mikro-orm/core'

/** A browser that has signed in. `id` is a digest of its cookie, so that who reads the database cannot sign in with it. */
export const AdminSignIn = defineEntity({
  name: 'AdminSignIn',
  properties: (p) => ({
    id: p.string().length(64).primary(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
  }),
})
export type AdminSignIn = InferEntity<typeof AdminSignIn>
