import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Chaos } from './chaos.ts'
import { createDeliveryQueues } from './delivery-queues.ts'
import { type ProofOfSender, postWebhook } from './post-webhook.ts'
import type { App, PendingWebhook } from './records.ts'

interface Attempt {
  readonly at: string
  readonly status: number | null
  readonly durationMs: number
}

/** One webhook's way to the receiver. `status` of an attempt is null where nothing answered. */
export interface Delivery extends Readonly<Omit<PendingWebhook, 'body'>> {
  readonly createdAt: string
  outcome: 'pending' | 'delivered' | 'failed' | 'dropped'
  readonly attempts: Attempt[]
}

interface DeliveriesOptions {
  /** Asked at every attempt, since its secret may have been rotated; undefined where it is gone. */
  readonly app: (appId: string) => App | undefined
  readonly chaos: Chaos
  readonly log: Logger
  /** Before the first retry; doubled before each later one. */
  readonly retryDelayMs: number
  /** Whether each of these waits is longer by up to its length, at random. */
  readonly randomWaits: boolean
  readonly proofOfSender: ProofOfSender
  readonly now: () => Date
  /** Called once a webhook is delivered or given up. */
  readonly onSettled: (webhook: PendingWebhook) => void
}

/** Sends webhooks over HTTP as the platform does: in order per connection, three retries, none after a 4xx. */
export type Deliveries = ReturnType<typeof createDeliveries>

const retriesAtMost = 3
const deliveriesAtMost = 1000

export function createDeliveries(options: DeliveriesOptions) {
  const { app, chaos, log, retryDelayMs, randomWaits, proofOfSender, now, onSettled } = options
  const deliveries: Delivery[] = []
  const queues = createDeliveryQueues()
  const closing = new AbortController()
  const { signal } = closing
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined)

  function note({ webhookId, appId, connectionId, topic }: PendingWebhook): Delivery {
    const createdAt = now().toISOString()
    const delivery: Delivery = { webhookId, appId, connectionId, topic, createdAt, outcome: 'pending', attempts: [] }
    deliveries.push(delivery)
    if (deliveries.length > deliveriesAtMost) deliveries.shift()
    return delivery
  }

  async function attempt({ appId, body }: PendingWebhook, { attempts }: Delivery): Promise<Attempt> {
    const at = now().toISOString()
    const startedMs = performance.now()
    const to = app(appId)
    const status = to && !chaos.isDown() ? await postWebhook(to, body, { proofOfSender, signal, now }) : null
    const made = { at, status, durationMs: Math.round(performance.now() - startedMs) }
    if (status !== null || !signal.aborted) attempts.push(made)
    return made
  }

  async function deliver(webhook: PendingWebhook, delivery: Delivery) {
    const { webhookId, topic } = webhook
    for (let count = 1; !signal.aborted; count++) {
      const { status } = await attempt(webhook, delivery)
      if (signal.aborted && status === null) return
      if (status !== null && status < 500) delivery.outcome = status < 300 ? 'delivered' : 'failed'
      else if (count > retriesAtMost) delivery.outcome = 'failed'
      if (delivery.outcome !== 'pending') {
        const level = delivery.outcome === 'delivered' ? 'debug' : 'warn'
        log[level]({ webhookId, topic, status, attempt: count, outcome: delivery.outcome }, 'webhook delivery finished')
        return onSettled(webhook)
      }
      await pause(retryDelayMs * 2 ** (count - 1) * (randomWaits ? 1 + Math.random() : 1))
    }
  }

  return {
    /** Queues `webhook` behind the others of its app and connection; it leaves once `ready` has resolved. */
    send(webhook: PendingWebhook, ready: Promise<void>) {
      const delivery = note(webhook)
      const { drop, duplicate, reorder, delayMs } = chaos.next(webhook.appId, webhook.connectionId)
      if (drop) {
        delivery.outcome = 'dropped'
        void ready.then(() => onSettled(webhook))
        return
      }
      const deliverInTurn = async () => {
        await ready
        if (delayMs > 0) await pause(delayMs)
        await deliver(webhook, delivery)
        if (duplicate && !signal.aborted) await attempt(webhook, delivery)
      }
      queues[reorder ? 'hold' : 'run'](`${webhook.appId} ${webhook.connectionId}`, deliverInTurn)
    },
    /** Sends at once, and once only. */
    async sendTest(webhook: PendingWebhook) {
      const delivery = note(webhook)
      const made = await attempt(webhook, delivery)
      delivery.outcome = made.status !== null && made.status < 300 ? 'delivered' : 'failed'
      return made
    },
    /** The newest `limit` deliveries to an app, newest first. */
    list: (appId: string, limit: number): readonly Delivery[] =>
      deliveries
        .filter((delivery) => delivery.appId === appId)
        .slice(-limit)
        .reverse(),
    /** Stops at once; what is still being sent counts as undelivered. */
    async close() {
      closing.abort()
      await queues.close()
    },
  }
}
