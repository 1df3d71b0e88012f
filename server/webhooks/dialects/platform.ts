import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { WebhookEvent } from '../../../shared/webhook-event.ts'
import { Did, Id, Label, OptionalId } from './fields.ts'
import { type RecordFamily, readRecordState } from './record-states.ts'

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

/** The platform's words in ours. */
export function fromPlatform(webhook: PlatformWebhook, payload: string): WebhookEvent {
  const { data } = webhook
  const family = readFamily(webhook)
  const found = family && readRecordState(family, data)
  return {
    webhookId: deliveryKey(data, payload),
    dialect: 'platform',
    topic: family ? `${family}.${found?.word ?? data.state}`.slice(0, 255) : webhook.type,
    organizationId: webhook.orgId,
    agentId: webhook.tenantId,
    timestamp: webhook.timestamp ?? null,
    connectionId: data.connectionId ?? (family === 'connections' ? data.id : null),
    invitationId: data.outOfBandId ?? data._tags?.outOfBandId ?? null,
    recordId: null,
    reuse: false,
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

function readFamily({ type, data }: PlatformWebhook): RecordFamily | null {
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
