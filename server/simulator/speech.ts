import type { Connection, ConnectionState, PlatformRequest } from './records.ts'

/** How the simulated wallet introduces itself. */
export const walletLabel = 'Simulated wallet'

/** What a webhook tells: a record that has just changed. `before` is null where it has just come to be. */
export type SessionChange =
  | { readonly connection: Connection; readonly exchange: null; readonly before: ConnectionState }
  | {
      readonly connection: Connection
      readonly exchange: PlatformRequest
      readonly before: PlatformRequest['state'] | null
    }

export interface Envelope {
  readonly webhookId: string
  readonly organizationId: string
  /** ISO 8601. */
  readonly timestamp: string
}

/** A dialect of webhooks. */
export interface Speech {
  /** The states of a connection that this dialect tells of while a wallet accepts. */
  readonly acceptSteps: readonly ConnectionState[]
  /** The body of the webhook, ready for JSON. */
  write(change: SessionChange, envelope: Envelope): object
  /** A test webhook's body: valid, and about nothing. */
  writeTest(eventType: string, envelope: Envelope): object
  /** A record's state as the API tells it. */
  stateOf(record: Connection | PlatformRequest): string
}

/** The guide's topic for a change. */
export function topicOf({ connection, exchange }: SessionChange): string {
  if (!exchange) return `connections.${connection.state}`
  return `${exchange.kind === 'proof' ? 'proofs' : 'credentials'}.${exchange.state}`
}
