import { cutText } from '../../shared/text.ts'
import type { Actor } from '../actor.ts'
import type { Transaction } from './transaction.ts'

/** What is recorded of an operator, and of what the server does to stored data by itself. */
export type AuditAction =
  | 'signed-in'
  | 'signed-out'
  | 'all-signed-out'
  | 'sign-in-ended'
  | 'payload-viewed'
  | 'replayed'
  | 'replay-started'
  | 'replay-cancelled'
  | 'exported'
  | 'purged'
  | 'secret-rotated'
  | 'command-resent'
  | 'person-exported'
  | 'person-erased'
  | 'incident-noted'
  | 'incident-told'

/** Behind a proxy it is what that passes on, which may be anything. */
const maxAddressLength = 64

interface NewAudit {
  readonly at: Date
  readonly action: AuditAction
  readonly subject?: string
  readonly detail?: string
}

/** Adds to the audit trail what the actor did. */
export async function insertAudit(
  { query }: Pick<Transaction, 'query'>,
  { by, address }: Pick<Actor, 'by' | 'address'>,
  entry: NewAudit,
): Promise<void> {
  await query
    .insertInto('AuditEntry')
    .values({ ...entry, by, address: address === null ? null : cutText(address, maxAddressLength) })
    .execute()
}
