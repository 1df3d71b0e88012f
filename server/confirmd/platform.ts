import type { TestResult, WebhookApp, WebhookDelivery } from '../../shared/webhook-app.ts'

/** What this application asks of the Confirmd platform while a student registers. */
export interface Platform {
  /**
   * A single-use connection invitation.
   * `invitationId` is what webhooks will call it; `invitationUrl` goes into the QR code.
   *
   * @throws AppError `PLATFORM_FAILED` where the platform cannot be reached, refuses or answers rubbish.
   */
  createInvitation(): Promise<{ invitationId: string; invitationUrl: string }>
  /** Asks the connected wallet to share the student's credentials; answers the proof record's id. Throws likewise. */
  requestProof(connectionId: string): Promise<string>
  /** Offers the registration credential to the connected wallet; answers the credential record's id. Throws likewise. */
  offerCredential(connectionId: string): Promise<string>
}

/** One of the platform's own records, as it stands there now. */
export interface PlatformRecord {
  /** As the platform names it: the guide's way or its agent's. */
  readonly state: string
  /** Of a proof; null where the platform does not say. */
  readonly isVerified: boolean | null
}

/**
 * The platform's records, for sessions that stand still: a webhook may have been lost on the way. Each answers null
 * where the platform knows no such record.
 *
 * @throws AppError `PLATFORM_FAILED`, also once `signal` aborts.
 */
export interface PlatformRecords {
  connection(connectionId: string, signal?: AbortSignal): Promise<PlatformRecord | null>
  proof(proofId: string, signal?: AbortSignal): Promise<PlatformRecord | null>
  credential(credentialId: string, signal?: AbortSignal): Promise<PlatformRecord | null>
}

export interface NewWebhookApp {
  readonly name: string
  readonly description: string
  readonly webhookUrl: string
  /** What the platform will send as `X-API-Key`; it is never shown again. */
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
