import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { SessionEvent } from '../../../shared/session-status.ts'
import type { WebhookEvent } from '../../../shared/webhook-event.ts'
import { Did, Id, Label, OptionalId } from './fields.ts'

const Data = z.object({
  id: OptionalId,
  state: OptionalId,
  connectionId: OptionalId,
  role: OptionalId,
  theirDid: Did,
  theirLabel: Label,
  updatedAt: z.union([z.string().max(255), z.number()]).nullish(),
  outOfBandId: OptionalId,
  isVerified: z.boolean().nullish(),
  _tags: z.object({ outOfBandId: OptionalId }).nullish(),
})

/** What the deployed platform was recorded sending: the agent's record in an envelope without id or topic. */
export const PlatformWebhook = z
  .object({
    type: Id,
    timestamp: z.string().max(255).nullish(),
    orgId: Id,
    tenantId: OptionalId,
    data: Data,
  })
  .superRefine(({ type, data }, context) => {
    if (!isRecordType(type)) return
    for (const field of ['id', 'state'] as const) {
      if (data[field] === null) context.addIssue({ code: 'custom', path: ['data', field], message: 'is required' })
    }
  })
export type PlatformWebhook = z.infer<typeof PlatformWebhook>

type Family = 'connections' | 'credentials' | 'proofs'

interface Meaning {
  readonly word: string
  readonly events: readonly SessionEvent[]
}

const meaning = (word: string, ...events: SessionEvent[]): Meaning => ({ word, events })

/** Agent states that mean something here; the others (`start`, `request-received` of a proof, …) are ignored. */
const connectionMeanings = new Map([
  ['request-received', meaning('request', 'connection.request')],
  ['response-sent', meaning('response', 'connection.response')],
  ['completed', meaning('completed', 'connection.completed')],
  ['abandoned', meaning('abandoned', 'connection.abandoned')],
])

const credentialMeanings = new Map([
  ['offer-sent', meaning('offer', 'credential.offer')],
  ['request-received', meaning('request', 'credential.request')],
  ['credential-issued', meaning('issued', 'credential.issued')],
  ['done', meaning('issued', 'credential.issued')],
  ['declined', meaning('declined', 'credential.declined')],
  ['abandoned', meaning('declined', 'credential.declined')],
])

const proofMeanings = new Map([
  ['request-sent', meaning('request', 'proof.request')],
  ['presentation-received', meaning('presentation', 'proof.presentation')],
  ['done', meaning('verified', 'proof.verified')],
  ['declined', meaning('declined', 'proof.declined')],
  ['abandoned', meaning('declined', 'proof.declined')],
])

/** The platform's words in ours. */
export function fromPlatform(webhook: PlatformWebhook, payload: string): WebhookEvent {
  const { data } = webhook
  const family = readFamily(webhook)
  const found = family && readMeaning(family, data)
  return {
    webhookId: deliveryKey(data, payload),
    dialect: 'platform',
    topic: family ? `${family}.${found?.word ?? data.state}`.slice(0, 255) : webhook.type,
    organizationId: webhook.orgId,
    agentId: webhook.tenantId,
    timestamp: webhook.timestamp ?? null,
    connectionId: data.connectionId ?? (family === 'connections' ? data.id : null),
    invitationId: data.outOfBandId ?? data._tags?.outOfBandId ?? null,
    theirDid: data.theirDid,
    theirLabel: data.theirLabel,
    events: found?.events ?? [],
    known: found !== undefined && found !== null,
    payload,
  }
}

/** A redelivery has the key of its original; the record's next state has another. */
function deliveryKey({ id, state, updatedAt }: PlatformWebhook['data'], payload: string): string {
  const identity = id === null ? payload : JSON.stringify([id, state, updatedAt ?? null])
  return createHash('sha256').update(identity).digest('hex')
}

function isRecordType(type: string): boolean {
  return type === 'Connection' || type === 'Credential' || type === 'Proof' || type === 'ProofRequest'
}

function readFamily({ type, data }: PlatformWebhook): Family | null {
  if (type === 'Proof' || type === 'ProofRequest') return 'proofs'
  if (type === 'Credential') return 'credentials'
  if (type === 'Connection') return isProofRecord(data) ? 'proofs' : 'connections'
  return null
}

/** A proof record can arrive typed `Connection`. */
function isProofRecord({ role, state }: PlatformWebhook['data']): boolean {
  if (role === 'verifier' || role === 'prover') return true
  if (state === 'request-sent') return role !== 'requester' && role !== 'responder' // a connection has that state too, when we ask
  return state === 'declined' || state === 'done' || /^(presentation|proposal)-/.test(state ?? '')
}

function readMeaning(family: Family, { state, isVerified }: PlatformWebhook['data']): Meaning | undefined {
  if (state === null) return undefined
  if (family === 'connections') return connectionMeanings.get(state)
  if (family === 'credentials') return credentialMeanings.get(state)
  if (state === 'done' && isVerified === false) return meaning('failed', 'proof.failed')
  if (state === 'presentation-received' && isVerified === true) {
    return meaning('verified', 'proof.presentation', 'proof.verified')
  }
  return proofMeanings.get(state)
}
