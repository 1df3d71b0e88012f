import type { Dialect, Outcome } from '../../shared/webhook-event.ts'

/** Is told what happens to webhooks. What it does must be quick and never throw: every webhook waits for it. */
export interface WebhookObserver {
  /** How one was answered: an HTTP status, or `duplicate`. */
  answered(answer: string): void
  /** One was stored. */
  stored(dialect: Dialect, outcome: Outcome): void
  /** A batch was committed. */
  committed(batchSize: number, seconds: number): void
}
