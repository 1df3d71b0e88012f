import { type Speech, topicOf, walletLabel } from './speech.ts'

const agentId = 'agent_simulator'

/** Webhooks as the guide documents them ("Webhook Delivery"). */
export const guideSpeech: Speech = {
  acceptSteps: ['request', 'response', 'active', 'completed'],
  write(change, { webhookId, organizationId, timestamp }) {
    const { connection, exchange } = change
    const { connectionId, invitationId, theirDid } = connection
    const data = exchange
      ? {
          connectionId,
          state: exchange.state,
          threadId: exchange.threadId,
          [exchange.kind === 'proof' ? 'proofId' : 'credentialId']: exchange.exchangeId,
        }
      : { connectionId, state: connection.state, invitationId, theirDid, theirLabel: walletLabel }
    return { webhookId, topic: topicOf(change), timestamp, organizationId, agentId, data }
  },
  writeTest(eventType, { webhookId, organizationId, timestamp }) {
    return { webhookId, topic: 'webhook.test', timestamp, organizationId, agentId, data: { eventType } }
  },
  stateOf: ({ state }) => state,
}
