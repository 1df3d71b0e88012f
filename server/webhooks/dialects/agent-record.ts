import { hash } from 'node:crypto'
import { z } from 'zod'
import { IsVerified } from '../../../shared/is-verified.ts'
import { cutText } from '../../../shared/text.ts'
import type { WebhookEvent } from '../../../shared/webhook-event.ts'
import { Did, Id, Label, OptionalId } from './fields.ts'
import { type RecordFamily, readRecordState } from './record-states.ts'

/** As it is written: it tells one delivery of a record from another, and nothing more. */
const Written = z
  .union([z.string().max(255), z.number()])
  .nullish()
  .default(null)
  .catch(null)

/** What of the agent's record (Credo's, as CREDEBL passes it on) means something here. */
export const AgentRecord = z.object({
  id: Id,
  state: Id,
  connectionId: OptionalId,
  role: OptionalId,
  theirDid: Did,
  theirLabel: Label,
  updatedAt: Written,
  outOfBandId: OptionalId,
  outOfBandRecord: z.object({ id: OptionalId }).nullish().catch(null),
  reuseThreadId: OptionalId,
  isVerified: IsVerified,
  errorMessage: z.unknown().optional(),
  _tags: z.object({ outOfBandId: OptionalId, connectionId: OptionalId }).nullish().catch(null),
})
export type AgentRecord = z.infer<typeof AgentRecord>

/** A record of which nothing here knows the type: whatever it holds. */
export const OtherRecord = z
  .object({ id: OptionalId, state: OptionalId, updatedAt: Written })
  .catch({ id: null, state: null, updatedAt: null })
export type OtherRecord = z.infer<typeof OtherRecord>

/** What the envelope says, in whichever way. */
export type RecordEnvelope = Pick<WebhookEvent, 'organizationId' | 'agentId' | 'timestamp' | 'payload'> & {
  readonly dialect: 'platform' | 'credebl'
  readonly type: string
}

/** Types of records that move sessions. Of all others (`question-answer`, `Oid4vpPresentation`, …) only the name is known. */
const families: ReadonlyMap<unknown, RecordFamily> = new Map([
  ['Connection', 'connections'],
  ['Proof', 'proofs'],
  ['ProofRequest', 'proofs'],
  ['Verification', 'proofs'],
  ['Credential', 'credentials'],
  ['Issuance', 'credentials'],
])

export function isRecordType(type: unknown): boolean {
  return families.has(type)
}

/** A record that moves sessions, in our words. */
export function toRecordEvent({ type, ...envelope }: RecordEnvelope, record: AgentRecord): WebhookEvent {
  const reused = type === 'Connection' ? reusedFor(record) : null
  const family = familyOf(type, record, reused !== null)
  const isConnection = family === 'connections'
  const meaning = readRecordState(family, reused === null ? record : { state: 'completed' })
  const matched = {
    connectionId: record.connectionId ?? record._tags?.connectionId ?? (isConnection ? record.id : null),
    invitationId: reused ?? record.outOfBandId ?? record._tags?.outOfBandId ?? null,
    recordId: isConnection ? null : record.id,
    reuse: reused !== null,
  }
  const { id, state, updatedAt, isVerified } = record
  const said = [matched.invitationId, matched.connectionId, isVerified, matched.reuse, isTold(record.errorMessage)]
  return {
    ...envelope,
    ...matched,
    webhookId: deliveryKey(envelope.dialect, [id, state, updatedAt, ...said]),
    topic: cutText(`${family}.${meaning?.word ?? state}`, 255),
    theirDid: record.theirDid,
    theirLabel: record.theirLabel,
    events: meaning?.events ?? [],
    known: meaning !== undefined,
  }
}

/** Anything else that has happened at the platform: kept under its own name, and matched with nothing. */
export function toIgnoredEvent({ type, ...envelope }: RecordEnvelope, record: OtherRecord): WebhookEvent {
  const { id, state, updatedAt } = record
  return {
    ...envelope,
    webhookId: deliveryKey(envelope.dialect, id === null ? envelope.payload : [id, state, updatedAt]),
    topic: type,
    connectionId: null,
    invitationId: null,
    recordId: null,
    reuse: false,
    theirDid: null,
    theirLabel: null,
    events: [],
    known: false,
  }
}

/**
 * A redelivery of the same words has the key of its original; one that says more has another, whatever it says more. The
 * beginning is one that the guide's senders, who choose their ids, may not use.
 */
function deliveryKey(dialect: string, words: string | readonly unknown[]): string {
  return `${dialect}_${hash('sha256', typeof words === 'string' ? words : JSON.stringify(words))}`
}

function isTold(errorMessage: unknown): boolean {
  return errorMessage !== undefined && errorMessage !== null && errorMessage !== ''
}

/** The invitation that a wallet answered with a connection it had already (RFC 0434, "Reusing Connections"), or null. */
function reusedFor({ reuseThreadId, outOfBandRecord, role }: AgentRecord): string | null {
  return reuseThreadId === null || isProofRole(role) ? null : (outOfBandRecord?.id ?? null)
}

function familyOf(type: string, record: AgentRecord, isReuse: boolean): RecordFamily {
  const family = families.get(type) ?? 'connections'
  return family === 'connections' && !isReuse && isProofRecord(record) ? 'proofs' : family
}

/** A proof record can arrive typed `Connection`. */
function isProofRecord({ role, state }: AgentRecord): boolean {
  if (isProofRole(role)) return true
  if (state === 'request-sent') return role !== 'requester' && role !== 'responder' // a connection has that state too, when we ask
  return state === 'declined' || state === 'done' || /^(presentation|proposal)-/.test(state)
}

function isProofRole(role: string | null): boolean {
  return role === 'verifier' || role === 'prover'
}
