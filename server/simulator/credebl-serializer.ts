import { toConnectionRecord, toExchangeRecord, toExchangeState } from './agent-states.ts'
import { tenantId } from './platform-serializer.ts'
import { toCredentialData, toProofData } from './student-data.ts'
import { type WebhookSerializer, walletLabel } from './webhook-serializer.ts'

const contextCorrelationId = tenantId

/**
 * Webhooks as CREDEBL sends them: the agent's record with some fields only, in `data`, and nothing beside it. No
 * organization, since its agent is shared; connections have no `connectionId` and no `_tags`, proofs no `role`,
 * credentials no `updatedAt`.
 */
export const credeblSerializer: WebhookSerializer = {
  acceptSteps: ['request', 'response', 'completed'],
  bindsLate: false,
  toBody(change) {
    const { connection, exchange, before } = change
    const { connectionId, invitationId: outOfBandId } = connection
    if (!exchange) {
      const { reuse } = change
      const data = {
        ...toConnectionRecord(connection, walletLabel),
        ...{ outOfBandId, contextCorrelationId, type: 'Connection' },
        ...(reuse && { outOfBandRecord: { id: reuse.invitationId }, reuseThreadId: reuse.threadId }),
      }
      return { data }
    }
    const { kind, threadId, credDefId } = exchange
    const record = toExchangeRecord(connection, exchange)
    const _tags = { threadId, state: toExchangeState(kind, before ?? exchange.state), connectionId }
    if (kind === 'proof') {
      const proofData = toProofData(exchange)
      return { data: { _tags, metadata: {}, ...record, contextCorrelationId, type: 'Verification', proofData } }
    }
    const { updatedAt: _, errorMessage: __, ...kept } = record
    const ids = { schemaId: null, credDefId, outOfBandId: null }
    const values = toCredentialData(exchange)
    return { data: { _tags, metadata: {}, ...kept, ...ids, ...values, contextCorrelationId, type: 'Issuance' } }
  },
  toTestBody(type, { webhookId: id }) {
    return { data: { id, state: 'test', contextCorrelationId, type } }
  },
}
