import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { PendingWebhook } from './records.ts'

/** One webhook's way to the receiver. `status` of an attempt is null where nothing answered. */
export interface Delivery {
  readonly webhookId: string
  readonly connectionId: string
  readonly topic: string
  outcome: 'pending' | 'delivered' | 'failed'
  readonly attempts: { readonly at: string; readonly status: number | null; readonly durationMs: number }[]
}

interface DeliveriesOptions {
  readonly webhookUrl: () => string
  readonly webhookSecret: string
  readonly log: Logger
  /** Before the first retry; doubled before each later one. */
  readonly retryDelayMs: number
  readonly now: () => Date
  /** Told once a webhook is delivered or given up. */
  readonly onSettled: (webhook: PendingWebhook) => void
}

/** Sends webhooks over HTTP as the platform does: in order per connection, three retries, none after a 4xx. */
export interface Deliveries {
  /** Queues `webhook` behind the others of its connection; it leaves once `ready` has resolved. */
  send(webhook: PendingWebhook, ready: Promise<void>): void
  /** The newest `limit` deliveries, newest first. */
  list(limit: number): readonly Delivery[]
  /** Stops at once; what is on its way counts as undelivered. */
  close(): Promise<void>
}

const retriesAtMost = 3
const timeoutMs = 10_000
const kept = 1000

export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const { webhookUrl, webhookSecret, log, retryDelayMs, now, onSettled } = options
  const deliveries: Delivery[] = []
  const lanes = new Map<string, Promise<void>>()
  const closing = new AbortController()

  async function post(body: string): Promise<number | null> {
    try {
      const response = await fetch(webhookUrl(), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': webhookSecret },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)]),
      })
      await response.arrayBuffer()
      return response.status
    } catch {
      return null
    }
  }

  async function deliver(webhook: PendingWebhook, delivery: Delivery) {
    const { webhookId, topic } = webhook
    for (let attempt = 1; !closing.signal.aborted; attempt++) {
      const at = now().toISOString()
      const startedMs = performance.now()
      const status = await post(webhook.body)
      if (closing.signal.aborted && status === null) return
      delivery.attempts.push({ at, status, durationMs: Math.round(performance.now() - startedMs) })
      if (status !== null && status < 500) {
        delivery.outcome = status < 300 ? 'delivered' : 'failed'
      } else if (attempt > retriesAtMost) {
        delivery.outcome = 'failed'
      }
      if (delivery.outcome !== 'pending') {
        const level = delivery.outcome === 'delivered' ? 'debug' : 'warn'
        log[level]({ webhookId, topic, status, attempt }, `simulated webhook ${delivery.outcome}`)
        return onSettled(webhook)
      }
      await sleep(retryDelayMs * 2 ** (attempt - 1), undefined, { signal: closing.signal }).catch(() => undefined)
    }
  }

  return {
    send(webhook, ready) {
      const { webhookId, connectionId, topic } = webhook
      const delivery: Delivery = { webhookId, connectionId, topic, outcome: 'pending', attempts: [] }
      deliveries.push(delivery)
      if (deliveries.length > kept) deliveries.shift()
      const lane = Promise.all([lanes.get(connectionId), ready])
        .then(() => deliver(webhook, delivery))
        .then(() => {
          if (lanes.get(connectionId) === lane) lanes.delete(connectionId)
        })
      lanes.set(connectionId, lane)
    },
    list: (limit) => deliveries.slice(-limit).reverse(),
    async close() {
      closing.abort()
      await Promise.all(lanes.values())
    },
  }
}
