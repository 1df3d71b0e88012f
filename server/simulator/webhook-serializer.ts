import type { Connection, ConnectionState, Exchange } from './records.ts'

/** The label that the simulated wallet connects under. */
export const walletLabel = 'Simulated wallet'

/** A connection that answered one more invitation. */
interface Reuse {
  readonly threadId: string
  /** The new invitation's. */
  readonly invitationId: string
}

/** What a webhook is about: a record that has just changed. `before` is null where it is new. */
export type RecordChange =
  | {
      readonly connection: Connection
      readonly exchange: null
      readonly before: ConnectionState
      /** Told a second time, now with what binds it to its invitation. */
      readonly isLate?: boolean
      readonly reuse?: Reuse
    }
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
  /** Whether each state of a connection is told again, later, with the invitation that it first lacked. */
  readonly bindsLate: boolean
  /** The body of the webhook, ready for JSON. */
  toBody(change: RecordChange, envelope: Envelope): object
  /** A test webhook's body: valid, and about nothing. */
  toTestBody(eventType: string, envelope: Envelope): object
}

/** The guide's topic for a change. */
export function topicOf({ connection, exchange }: RecordChange): string {
  if (!exchange) return `connections.${connection.state}`
  return `${exchange.kind === 'proof' ? 'proofs' : 'credentials'}.${exchange.state}`
}
