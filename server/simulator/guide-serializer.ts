import { topicOf, type WebhookSerializer, walletLabel } from './webhook-serializer.ts'

const agentId = 'agent_simulator'

/** Webhooks as the guide documents them ("Webhook Delivery"). */
export const guideSerializer: WebhookSerializer = {
  acceptSteps: ['request', 'response', 'active', 'completed'],
  bindsLate: false,
  toBody(change, { webhookId, organizationId, timestamp }) {
    const { connection, exchange } = change
    const { connectionId, theirDid } = connection
    if (exchange) {
      const { kind, state, threadId, exchangeId } = exchange
      const data = { connectionId, state, threadId, [kind === 'proof' ? 'proofId' : 'credentialId']: exchangeId }
      return { webhookId, topic: topicOf(change), timestamp, organizationId, agentId, data }
    }
    const { reuse } = change
    const data = {
      ...{ connectionId, state: connection.state, invitationId: connection.invitationId },
      ...{ theirDid, theirLabel: walletLabel },
      // the guide knows no reuse: the platform's own fields
      ...(reuse && { reuseThreadId: reuse.threadId, outOfBandRecord: { id: reuse.invitationId } }),
    }
    return { webhookId, topic: topicOf(change), timestamp, organizationId, agentId, data }
  },
  toTestBody(eventType, { webhookId, organizationId, timestamp }) {
    return { webhookId, topic: 'webhook.test', timestamp, organizationId, agentId, data: { eventType } }
  },
}
