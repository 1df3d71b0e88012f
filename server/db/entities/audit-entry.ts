import { defineEntity, type InferEntity } from '@mikro-orm/core'

/** Who did what with stored data, from where, and when. */
export const AuditEntry = defineEntity({
  name: 'AuditEntry',
  properties: (p) => ({
    id: p.integer().primary().autoincrement(),
    at: p.datetime(),
    action: p.string().length(32),
    by: p.string().length(64),
    address: p.string().length(64).nullable(),
    subject: p.string().length(255).nullable().index(),
    detail: p.text().nullable(),
  }),
})
export type AuditEntry = InferEntity<typeof AuditEntry>
