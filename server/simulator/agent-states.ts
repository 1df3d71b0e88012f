import type { Connection, ConnectionState, Exchange, ExchangeState } from './records.ts'

const connectionStates: Record<ConnectionState, string> = {
  invitation: 'invitation-sent',
  request: 'request-received',
  response: 'response-sent',
  active: 'completed',
  completed: 'completed',
  abandoned: 'abandoned',
}

const exchangeStates: Record<Exchange['kind'], Partial<Record<ExchangeState, string>>> = {
  proof: {
    request: 'request-sent',
    presentation: 'presentation-received',
    verified: 'done',
    failed: 'abandoned',
    declined: 'abandoned',
  },
  credential: {
    offer: 'offer-sent',
    request: 'request-received',
    issued: 'credential-issued',
    declined: 'abandoned',
  },
}

/** What the platform's agent calls a connection's state. */
export function toConnectionState(state: ConnectionState): string {
  return connectionStates[state]
}

/** What the platform's agent calls the state of a proof or a credential. */
export function toExchangeState(kind: Exchange['kind'], state: ExchangeState): string {
  return exchangeStates[kind][state] ?? state
}

/** The agent's record of a connection, as both the API and webhooks tell it. */
export function toConnectionRecord(connection: Connection, theirLabel: string) {
  const { connectionId: id, createdAt, updatedAt, theirDid, messageId: threadId } = connection
  return {
    ...{ id, createdAt, state: toConnectionState(connection.state), role: 'responder', theirDid, theirLabel, threadId },
    ...{ autoAcceptConnection: true, protocol: 'https://didcomm.org/didexchange/1.x', updatedAt },
  }
}

/** The agent's record of a proof or a credential, without what a student shares or receives. */
export function toExchangeRecord({ connectionId }: Connection, exchange: Exchange) {
  const { kind, exchangeId: id, createdAt, updatedAt, threadId, autoAccept, isVerified, errorMessage } = exchange
  return {
    ...{ id, createdAt, protocolVersion: 'v2', state: toExchangeState(kind, exchange.state), connectionId, threadId },
    ...{ [kind === 'proof' ? 'autoAcceptProof' : 'autoAcceptCredential']: autoAccept, updatedAt },
    ...(isVerified !== null && { isVerified }),
    ...(errorMessage !== null && { errorMessage }),
  }
}
