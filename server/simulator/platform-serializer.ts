import { toConnectionRecord, toConnectionState, toExchangeRecord, toExchangeState } from './agent-states.ts'
import type { Connection, Exchange } from './records.ts'
import { toCredentialData, toProofData } from './student-data.ts'
import { type Envelope, type RecordChange, type WebhookSerializer, walletLabel } from './webhook-serializer.ts'

/** What the platform's shared agent calls the organization. */
export const tenantId = '5f1c7a0e-6a3e-4a55-9d2b-3c1f0c8f4b10'

const toEnvelope = ({ organizationId, timestamp }: Envelope) => ({ timestamp, orgId: organizationId, tenantId })
const clientContext = {}

/**
 * Webhooks as the deployed platform was recorded sending them (contract, "Dialects", 2): the agent's own records. What
 * binds a connection to its invitation comes late: first without it, then the same state once more, with it.
 */
export const platformSerializer: WebhookSerializer = {
  acceptSteps: ['request', 'response', 'completed'], // its agent has no state "active"
  bindsLate: true,
  toBody(change, to) {
    const { connection, exchange, before } = change
    if (!exchange) return { type: 'Connection', ...toEnvelope(to), data: toConnectionData(change), clientContext }
    const { kind, threadId } = exchange
    const { connectionId } = connection
    const role = kind === 'proof' ? 'verifier' : 'issuer'
    const data = {
      _tags: { connectionId, role, ...(before && { state: toExchangeState(kind, before) }), threadId },
      ...toExchangeRecord(connection, exchange),
      role,
      ...(kind === 'proof' ? { proofData: toProofData(exchange) } : toCredentialData(exchange)),
    }
    return { type: typeOf(connection, exchange), ...toEnvelope(to), data, clientContext }
  },
  toTestBody(eventType, to) {
    const { webhookId: id, timestamp } = to
    const data = { id, state: 'test', createdAt: timestamp, updatedAt: timestamp }
    return { type: eventType, ...toEnvelope(to), data, clientContext }
  },
}

function toConnectionData(change: Extract<RecordChange, { exchange: null }>) {
  const { connection, before, isLate = false, reuse } = change
  const { invitationId: outOfBandId, theirDid, messageId: threadId } = connection
  const tags = { outOfBandId, role: 'responder', state: toConnectionState(before), theirDid, threadId }
  return {
    _tags: isLate || reuse ? tags : {},
    metadata: {},
    ...toConnectionRecord(connection, walletLabel),
    ...(reuse && { outOfBandId, reuseThreadId: reuse.threadId, outOfBandRecord: { id: reuse.invitationId } }),
  }
}

/** The recorded platform is not of one mind about what it calls a proof's record. */
function typeOf({ exchanges }: Connection, exchange: Exchange): string {
  if (exchange.kind === 'credential') return 'Credential'
  if (exchange.state !== 'request') return 'Proof'
  return exchanges.filter(({ kind }) => kind === 'proof').indexOf(exchange) > 0 ? 'ProofRequest' : 'Connection'
}
