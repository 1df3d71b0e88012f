import { defineEntity, type InferEntity } from '@mikro-orm/core'

/** Who did what with stored data, from where, and when. */
export const AuditEntry = defineEntity({
  name: 'AuditEntry',
  properties: (p) => ({
    id: p.integer().primary().autoincrement(),
    at: p.datetime(),
    /** An `AuditAction`, or what another version of this application did. */
    action: p.string().length(32),
    /** Which sign-in it was, `bearer token`, `command line`, or `server`. */
    by: p.string().length(64),
    address: p.string().length(64).nullable(),
    /** What it was done to: a webhook's id. */
    subject: p.string().length(255).nullable().index(),
    detail: p.text().nullable(),
  }),
})
export type AuditEntry = InferEntity<typeof AuditEntry>
