import type { Connection, ConnectionState, Exchange } from './records.ts'

/** The label that the simulated wallet connects under. */
export const walletLabel = 'Simulated wallet'

/** What a webhook is about: a record that has just changed. `before` is null where it is new. */
export type RecordChange =
  | { readonly connection: Connection; readonly exchange: null; readonly before: ConnectionState }
  | { readonly connection: Connection; readonly exchange: Exchange; readonly before: Exchange['state'] | null }

export interface Envelope {
  readonly webhookId: string
  readonly organizationId: string
  /** ISO 8601. */
  readonly timestamp: string
}

/** A dialect of webhooks. */
export interface WebhookSerializer {
  /** The states of a connection that this dialect sends while a wallet accepts. */
  readonly acceptSteps: readonly ConnectionState[]
  /** The body of the webhook, ready for JSON. */
  toBody(change: RecordChange, envelope: Envelope): object
  /** A test webhook's body: valid, and about nothing. */
  toTestBody(eventType: string, envelope: Envelope): object
  /** A record's state as the API answers it. */
  stateOf(record: Connection | Exchange): string
}

/** The guide's topic for a change. */
export function topicOf({ connection, exchange }: RecordChange): string {
  if (!exchange) return `connections.${connection.state}`
  return `${exchange.kind === 'proof' ? 'proofs' : 'credentials'}.${exchange.state}`
}

const agentId = 'agent_simulator'

/** Webhooks as the guide documents them ("Webhook Delivery"). */
export const guideSerializer: WebhookSerializer = {
  acceptSteps: ['request', 'response', 'active', 'completed'],
  toBody(change, { webhookId, organizationId, timestamp }) {
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
  toTestBody(eventType, { webhookId, organizationId, timestamp }) {
    return { webhookId, topic: 'webhook.test', timestamp, organizationId, agentId, data: { eventType } }
  },
  stateOf: ({ state }) => state,
}
