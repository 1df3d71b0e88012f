import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { AlarmCause } from '../../shared/alarm.ts'
import type { WebhookObserver } from '../webhooks/inbox.ts'
import type { Alarms } from './alarms.ts'
import type { AdminStats } from './stats.ts'

const seconds = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
const batchSizes = [1, 2, 4, 8, 16, 32, 64, 128, 256]

/** What a monitoring system scrapes: of this process, and of the database from `stats`. */
export function createMetrics(stats: () => Promise<AdminStats>, alarms: Alarms) {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  const answered = addCounter(register, ['answer'], {
    name: 'nelfund_webhook_answers_total',
    help: 'Webhook requests by how they were answered: HTTP status, or duplicate',
  })
  const asked = addCounter(register, ['side', 'answer'], {
    name: 'nelfund_platform_calls_total',
    help: "Requests to the platform's token endpoint and API by what they came to: HTTP status, timeout or unreachable",
  })
  const stored = addCounter(register, ['outcome', 'dialect'], {
    name: 'nelfund_webhook_events_total',
    help: 'Stored webhooks by outcome and dialect',
  })
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name: `nelfund_${name}`, help, buckets, registers })
  const batch = histogram('commit_batch_size', 'Webhooks in one commit', batchSizes)
  const duration = histogram('commit_duration_seconds', 'From the beginning of a commit until it was on disk', seconds)
  const gauge = (name: string, help: string) => new Gauge({ name: `nelfund_${name}`, help, registers })
  /** Streams that browsers hold open now. */
  const streams: { inc(): void; dec(): void } = gauge('open_streams', 'Streams open now')
  addStored(registers, gauge, stats)
  addAlarms(registers, alarms)
  const observer: WebhookObserver = {
    answered: (answer) => answered(answer),
    stored: (dialect, outcome) => stored(`${outcome} ${dialect}`),
    committed: (batchSize, took) => {
      batch.observe(batchSize)
      duration.observe(took)
    },
  }
  return {
    contentType: register.contentType,
    /** Everything in the Prometheus text format. */
    text: () => register.metrics(),
    streams,
    observer,
    /** One request to the platform came to this. */
    platformAnswered: (side: string, answer: string | number) => asked(`${side} ${answer}`),
  }
}

export type Metrics = ReturnType<typeof createMetrics>

/**
 * A counter of what has these labels; answers how to count one more, named by their values with a space between. A plain
 * count, since every webhook waits for it; the counter takes it over when it is read.
 */
function addCounter(register: Registry, labelNames: string[], { name, help }: { name: string; help: string }) {
  const counts = new Map<string, number>()
  new Counter({
    ...{ name, help, labelNames, registers: [register] },
    collect() {
      this.reset()
      for (const [values, count] of counts) this.labels(...values.split(' ')).inc(count)
    },
  })
  return (values: string): void => void counts.set(values, (counts.get(values) ?? 0) + 1)
}

/** Figures of the database, the same from every process; read when they are scraped. */
function addStored(
  registers: Registry[],
  gauge: (name: string, help: string) => Gauge,
  stats: () => Promise<AdminStats>,
): void {
  const stored = new Gauge({
    name: 'nelfund_stored_webhooks',
    help: 'Webhooks in the database by outcome',
    labelNames: ['outcome'],
    registers,
    async collect() {
      const { outcomes, deadLetters: dead, oldestPendingAt, lastWebhookAt, lagP95Ms, commands } = await stats()
      for (const [outcome, count] of Object.entries(outcomes)) stored.set({ outcome }, count)
      deadLetters.set(dead)
      oldest.set(ageOf(oldestPendingAt))
      last.set(ageOf(lastWebhookAt))
      lag.set((lagP95Ms ?? 0) / 1000)
      refused.set(commands.refused)
      openCommands.set(commands.open)
      oldestCommand.set(ageOf(commands.oldestAt))
    },
  })
  const deadLetters = gauge('dead_letters', 'Failed webhooks that are retried no more')
  const lag = gauge(
    'webhook_lag_p95_seconds',
    "From the sender's timestamp until the webhook was stored: 95 % of the last 24 hours' were faster",
  )
  const oldest = gauge(
    'oldest_pending_seconds',
    'Age of the oldest webhook that is unmatched or failed; 0 where there is none',
  )
  const openCommands = gauge('open_commands', 'What the platform is still to be asked for')
  const oldestCommand = gauge('oldest_command_seconds', 'Since when the oldest of it waits; 0 where there is none')
  const refused = gauge('refused_commands', 'What the platform has refused and nobody has sent again')
  const last = gauge('last_webhook_seconds', 'Time since the last webhook was stored; 0 where there is none')
}

/** What stands on top of the console, 0 while it does not. */
function addAlarms(registers: Registry[], alarms: Alarms): void {
  const alarm = new Gauge({
    name: 'nelfund_alarm',
    help: 'What needs a person, by cause: how many webhooks, commands, sessions, minutes or percent; 0 while nothing does',
    labelNames: ['cause'],
    registers,
    async collect() {
      for (const cause of AlarmCause.options) alarm.set({ cause }, 0)
      for (const { cause, count } of await alarms()) alarm.inc({ cause }, Math.max(1, count))
    },
  })
}

function ageOf(time: Date | null): number {
  return time === null ? 0 : Math.max(0, (Date.now() - time.getTime()) / 1000)
}
