import { createHmac } from 'node:crypto'
import type { WebhookEvent } from '../../shared/webhook-event.ts'
import { padded } from '../db/padded.ts'
import type { NewWebhook, Transaction } from '../db/transaction.ts'

/** What an id names. */
export type KeyKind = 'connection' | 'invitation' | 'record' | 'did'

/** The mark that an id leaves when its person is erased: a keyed digest, which tells nothing to who has the database alone. */
export type MarkOf = (kind: KeyKind, id: string) => string

/** `key` is a secret of the server's own, in hexadecimal. */
export function createMarkOf(key: string): MarkOf {
  const secret = Buffer.from(key, 'hex')
  return (kind, id) => digestOf(secret, 'erased', kind, id)
}

/** A keyed digest of several texts, which no others have. */
export function digestOf(secret: Buffer, ...parts: readonly string[]): string {
  return createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url')
}

type Stranger = Pick<WebhookEvent, 'webhookId' | 'connectionId' | 'invitationId' | 'recordId' | 'theirDid'>

/** Those of the events, which belong to no session, that are about somebody who has been erased: their webhook ids. */
export async function findErased(
  { query }: Pick<Transaction, 'query'>,
  markOf: MarkOf,
  events: readonly Stranger[],
): Promise<ReadonlySet<string>> {
  const marked = events.map((event) => ({ webhookId: event.webhookId, marks: marksOf(markOf, event) }))
  const marks = marked.flatMap((event) => event.marks)
  if (marks.length === 0) return new Set()
  const rows = await query.selectFrom('ErasedKey').select('digest').where('digest', 'in', padded(marks)).execute()
  const erased = new Set(rows.map(({ digest }) => digest))
  return new Set(marked.flatMap((event) => (event.marks.some((mark) => erased.has(mark)) ? event.webhookId : [])))
}

function marksOf(markOf: MarkOf, { connectionId, invitationId, recordId, theirDid }: Stranger): string[] {
  const ids = { connection: connectionId, invitation: invitationId, record: recordId, did: theirDid }
  const kinds = ['connection', 'invitation', 'record', 'did'] as const
  return kinds.flatMap((kind) => (ids[kind] === null ? [] : markOf(kind, ids[kind])))
}

/** What an operator reads of an event whose person is gone. */
export const erasedError = 'The person that it was about has been erased'

/** What is left of a row: that something came, when, and of which topic. */
export function withoutPerson(webhook: NewWebhook): NewWebhook {
  const nobody = { connectionId: null, invitationId: null, recordId: null, theirDid: null, theirLabel: null }
  const done = { outcome: 'ignored', error: erasedError, processed: true, nextAttemptAt: null } as const
  return { ...webhook, ...nobody, ...done, payload: '', processedAt: webhook.createdAt }
}
