import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { AdminStats } from '../../shared/admin-stats.ts'
import type { WebhookObserver } from '../webhooks/observer.ts'

export interface Metrics {
  readonly contentType: string
  /** Everything in the Prometheus text format. */
  text(): Promise<string>
  readonly observer: WebhookObserver
  /** Streams of sessions that browsers hold open now. */
  readonly streams: { inc(): void; dec(): void }
}

const seconds = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
const lagSeconds = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 21_600]
const batchSizes = [1, 2, 4, 8, 16, 32, 64, 128, 256]

/** What a monitoring system scrapes: of this process, and of the database from `stats`. */
export function createMetrics(stats: () => Promise<AdminStats>): Metrics {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  const answers = new Counter({
    name: 'nelfund_webhook_answers_total',
    help: 'Webhook requests by how they were answered: HTTP status, or duplicate',
    labelNames: ['answer'],
    registers,
  })
  const events = new Counter({
    name: 'nelfund_webhook_events_total',
    help: 'Stored webhooks by outcome and dialect',
    labelNames: ['outcome', 'dialect'],
    registers,
  })
  const lag = new Histogram({
    name: 'nelfund_webhook_lag_seconds',
    help: "From the sender's timestamp until the webhook was stored",
    buckets: lagSeconds,
    registers,
  })
  const batch = new Histogram({
    name: 'nelfund_commit_batch_size',
    help: 'Webhooks in one commit',
    buckets: batchSizes,
    registers,
  })
  const duration = new Histogram({
    name: 'nelfund_commit_duration_seconds',
    help: 'From the beginning of a commit until it was on disk',
    buckets: seconds,
    registers,
  })
  const streams = new Gauge({ name: 'nelfund_open_streams', help: 'Session streams open now', registers })
  addStored(register, stats)

  return {
    contentType: register.contentType,
    text: () => register.metrics(),
    streams,
    observer: {
      answered: (answer) => answers.inc({ answer }),
      stored: ({ dialect }, outcome, lagMs) => {
        events.inc({ outcome, dialect })
        if (lagMs >= 0) lag.observe(lagMs / 1000)
      },
      committed: (batchSize, took) => {
        batch.observe(batchSize)
        duration.observe(took)
      },
    },
  }
}

/** Figures of the database, the same from every process; read when they are scraped. */
function addStored(register: Registry, stats: () => Promise<AdminStats>): void {
  const registers = [register]
  const stored = new Gauge({
    name: 'nelfund_stored_webhooks',
    help: 'Webhooks in the database by outcome',
    labelNames: ['outcome'],
    registers,
    async collect() {
      const { outcomes, deadLetters: dead, oldestPendingAt, lastWebhookAt } = await stats()
      for (const [outcome, count] of Object.entries(outcomes)) stored.set({ outcome }, count)
      deadLetters.set(dead)
      oldest.set(ageOf(oldestPendingAt))
      last.set(ageOf(lastWebhookAt))
    },
  })
  const deadLetters = new Gauge({
    name: 'nelfund_dead_letters',
    help: 'Failed webhooks that are retried no more',
    registers,
  })
  const oldest = new Gauge({
    name: 'nelfund_oldest_pending_seconds',
    help: 'Age of the oldest webhook that is unmatched or failed; 0 where there is none',
    registers,
  })
  const last = new Gauge({
    name: 'nelfund_last_webhook_seconds',
    help: 'Time since the last webhook was stored; 0 where there is none',
    registers,
  })
}

function ageOf(time: string | null): number {
  return time === null ? 0 : Math.max(0, (Date.now() - Date.parse(time)) / 1000)
}
