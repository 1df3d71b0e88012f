import type { TestResult, WebhookApp, WebhookDelivery } from '../../shared/webhook-app.ts'

export interface NewWebhookApp {
  readonly name: string
  readonly description: string
  readonly webhookUrl: string
  /** What the platform will send as `X-API-Key`; it never tells it again. */
  readonly webhookSecret: string
}

/**
 * The organization's webhook apps at the platform (guide, "Register Webhook in Confirmd Platform").
 *
 * @throws AppError `PLATFORM_FAILED` where the platform cannot be reached, refuses or answers rubbish, saying which.
 */
export interface WebhookApps {
  /** Asked once only: a second attempt after a lost answer would make a second app. */
  create(app: NewWebhookApp): Promise<WebhookApp>
  show(appId: string): Promise<WebhookApp>
  /** Makes the platform send a test webhook of `eventType` (`Credential`, `Connection`, …). */
  test(appId: string, eventType: string): Promise<TestResult>
  /** The newest deliveries, newest first. */
  deliveries(appId: string, limit: number): Promise<WebhookDelivery[]>
  /** From now on the platform sends `newSecret`. The server must accept it already. */
  rotate(appId: string, newSecret: string): Promise<void>
}
