import type { ConnectionState, ExchangeState } from './records.ts'
import { type Envelope, type WebhookSerializer, walletLabel } from './webhook-serializer.ts'

const connectionStates: Record<ConnectionState, string> = {
  invitation: 'invitation-sent',
  request: 'request-received',
  response: 'response-sent',
  active: 'completed',
  completed: 'completed',
  abandoned: 'abandoned',
}

const proofStates: Partial<Record<ExchangeState, string>> = {
  request: 'request-sent',
  presentation: 'presentation-received',
  verified: 'done',
  declined: 'abandoned',
}

const credentialStates: Partial<Record<ExchangeState, string>> = {
  offer: 'offer-sent',
  request: 'request-received',
  issued: 'credential-issued',
  declined: 'abandoned',
}

const toEnvelope = ({ organizationId, timestamp }: Envelope) => ({
  timestamp,
  orgId: organizationId,
  tenantId: '5f1c7a0e-6a3e-4a55-9d2b-3c1f0c8f4b10',
  clientContext: { environment: 'simulator' },
})

/** Webhooks as the deployed platform was recorded sending them (contract, "Dialects", 2): the agent's own records. */
export const platformSerializer: WebhookSerializer = {
  acceptSteps: ['request', 'response', 'completed'], // its agent has no state "active"
  toBody({ connection, exchange, before }, to) {
    const envelope = toEnvelope(to)
    const { connectionId, invitationId: outOfBandId } = connection
    if (!exchange) {
      const role = 'responder'
      const data = {
        id: connectionId,
        state: connectionStates[connection.state],
        role,
        threadId: connection.messageId,
        theirDid: connection.theirDid,
        theirLabel: walletLabel,
        createdAt: connection.createdAt,
        updatedAt: connection.updatedAt,
        outOfBandId,
        _tags: { outOfBandId, role, state: connectionStates[before], theirDid: connection.theirDid },
      }
      return { type: 'Connection', ...envelope, data }
    }
    const { kind, exchangeId: id, threadId, state, createdAt, updatedAt } = exchange
    const states = kind === 'proof' ? proofStates : credentialStates
    const role = kind === 'proof' ? 'verifier' : 'issuer'
    const data = {
      id,
      state: states[state],
      connectionId,
      role,
      threadId,
      createdAt,
      updatedAt,
      ...(state === 'verified' && { isVerified: true }),
      _tags: { connectionId, role, threadId, ...(before && { state: states[before] }) },
    }
    const proofType = state === 'request' ? 'ProofRequest' : 'Proof'
    return { type: kind === 'proof' ? proofType : 'Credential', ...envelope, data }
  },
  toTestBody(eventType, to) {
    const { webhookId: id, timestamp } = to
    return {
      type: eventType,
      ...toEnvelope(to),
      data: { id, state: 'test', createdAt: timestamp, updatedAt: timestamp },
    }
  },
  stateOf: (record) =>
    'exchangeId' in record
      ? ((record.kind === 'proof' ? proofStates : credentialStates)[record.state] ?? record.state)
      : connectionStates[record.state],
}
