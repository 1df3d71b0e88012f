import { randomUUID } from 'node:crypto'
import type { Deliveries } from './deliveries.ts'
import type { Connection, ConnectionState, Exchange, ExchangeState, PendingWebhook } from './records.ts'
import { outboxKey, type SimulatorState } from './state.ts'
import type { Apps } from './webhook-apps.ts'
import { type RecordChange, topicOf, type WebhookSerializer } from './webhook-serializer.ts'

interface PublisherOptions {
  readonly state: SimulatorState
  readonly apps: Apps
  readonly deliveries: Deliveries
  readonly serializer: WebhookSerializer
  readonly organizationId: string
  readonly now: () => Date
}

/** Moves records from state to state and publishes each move by webhook. */
export type Publisher = ReturnType<typeof createPublisher>

export function createPublisher(options: PublisherOptions) {
  const { state, apps, deliveries, serializer, organizationId, now } = options
  let fresh: PendingWebhook[] = []
  let late: RecordChange[] = []

  function queue(change: RecordChange) {
    const { connectionId } = change.connection
    const webhookId = `wh_${randomUUID()}`
    const envelope = { webhookId, organizationId, timestamp: now().toISOString() }
    const body = JSON.stringify(serializer.toBody(change, envelope))
    for (const { appId } of apps.all()) {
      const webhook = { webhookId, appId, connectionId, topic: topicOf(change), body }
      state.outbox.set(outboxKey(webhook), webhook)
      fresh.push(webhook)
    }
  }

  return {
    moveConnection(connection: Connection, to: ConnectionState) {
      const before = connection.state
      connection.state = to
      connection.updatedAt = now().toISOString()
      queue({ connection, exchange: null, before })
      if (serializer.bindsLate) late.push({ connection: { ...connection }, exchange: null, before, isLate: true })
    },
    /** The record as it stands, unchanged, since `connection` has answered one more invitation. */
    reuseConnection(connection: Connection, invitationId: string) {
      const reuse = { threadId: randomUUID(), invitationId }
      queue({ connection, exchange: null, before: 'response', reuse })
    },
    /** A new exchange on `connection`, published like a move. */
    addExchange(connection: Connection, exchange: Exchange) {
      connection.exchanges.push(exchange)
      queue({ connection, exchange, before: null })
    },
    moveExchange(connection: Connection, exchange: Exchange, to: ExchangeState) {
      const before = exchange.state
      exchange.state = to
      exchange.updatedAt = now().toISOString()
      queue({ connection, exchange, before })
    },
    /** Saves; only what is saved is sent, so that a restart finds every webhook that is still owed. */
    commit() {
      for (const change of late) queue(change)
      late = []
      const saved = state.save()
      for (const webhook of fresh) deliveries.send(webhook, saved)
      fresh = []
      return saved
    },
  }
}
