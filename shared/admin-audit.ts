import { z } from 'zod'

/** What is recorded of an operator, and of what the server does to stored data by itself. */
export const AuditAction = z.enum([
  'signed-in',
  'signed-out',
  'payload-viewed',
  'replayed',
  'purged',
  'secret-rotated',
  'webhook-app-changed',
])
export type AuditAction = z.infer<typeof AuditAction>

/** One line of the audit trail. */
export const AuditItem = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  action: AuditAction,
  /** Which sign-in it was, `bearer token`, `command line`, or `server`. */
  by: z.string(),
  address: z.string().nullable(),
  /** What it was done to: a webhook's id. */
  subject: z.string().nullable(),
  detail: z.string().nullable(),
})
export type AuditItem = z.infer<typeof AuditItem>
