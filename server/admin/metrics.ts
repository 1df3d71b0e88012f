import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { WebhookObserver } from '../webhooks/observer.ts'
import type { AdminStats } from './stats.ts'

export interface Metrics {
  readonly contentType: string
  /** Everything in the Prometheus text format. */
  text(): Promise<string>
  readonly observer: WebhookObserver
  /** Streams that browsers hold open now. */
  readonly streams: { inc(): void; dec(): void }
}

const seconds = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
const batchSizes = [1, 2, 4, 8, 16, 32, 64, 128, 256]

/** What a monitoring system scrapes: of this process, and of the database from `stats`. */
export function createMetrics(stats: () => Promise<AdminStats>): Metrics {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  const answered = new Map<string, number>()
  const stored = new Map<string, number>()
  new Counter({
    name: 'nelfund_webhook_answers_total',
    help: 'Webhook requests by how they were answered: HTTP status, or duplicate',
    labelNames: ['answer'],
    registers,
    collect() {
      this.reset()
      for (const [answer, count] of answered) this.inc({ answer }, count)
    },
  })
  new Counter({
    name: 'nelfund_webhook_events_total',
    help: 'Stored webhooks by outcome and dialect',
    labelNames: ['outcome', 'dialect'],
    registers,
    collect() {
      this.reset()
      for (const [key, count] of stored) {
        const [outcome = '', dialect = ''] = key.split(' ')
        this.inc({ outcome, dialect }, count)
      }
    },
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
  const streams = new Gauge({ name: 'nelfund_open_streams', help: 'Streams open now', registers })
  addStored(register, stats)

  return {
    contentType: register.contentType,
    text: () => register.metrics(),
    streams,
    observer: {
      answered: (answer) => countIn(answered, answer),
      stored: (dialect, outcome) => countIn(stored, `${outcome} ${dialect}`),
      committed: (batchSize, took) => {
        batch.observe(batchSize)
        duration.observe(took)
      },
    },
  }
}

/** A plain count, since every webhook waits for it; the counters take it over when they are read. */
function countIn(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
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
      const { outcomes, deadLetters: dead, oldestPendingAt, lastWebhookAt, lagP95Ms } = await stats()
      for (const [outcome, count] of Object.entries(outcomes)) stored.set({ outcome }, count)
      deadLetters.set(dead)
      oldest.set(ageOf(oldestPendingAt))
      last.set(ageOf(lastWebhookAt))
      lag.set((lagP95Ms ?? 0) / 1000)
    },
  })
  const deadLetters = new Gauge({
    name: 'nelfund_dead_letters',
    help: 'Failed webhooks that are retried no more',
    registers,
  })
  const lag = new Gauge({
    name: 'nelfund_webhook_lag_p95_seconds',
    help: "From the sender's timestamp until the webhook was stored: 95 % of the last 24 hours' were faster",
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
