import type { RequestType } from '../../shared/session-status.ts'
import type { TestResult, WebhookApp, WebhookDelivery } from '../../shared/webhook-app.ts'

export interface NewInvitation {
  readonly invitationId: string
  readonly invitationUrl: string
}
export type VerifiedAttributes = Readonly<Record<string, string>>
export interface ListedRecord {
  readonly recordId: string
  readonly createdAt: Date | null
}
export interface Platform {
  createInvitation(signal?: AbortSignal): Promise<NewInvitation>
  requestProof(
    ask: { readonly connectionId: string; readonly requestType: RequestType },
    signal?: AbortSignal,
  ): Promise<string>
  verifyPresentation(proofId: string, signal?: AbortSignal): Promise<void>
  verifiedAttributes(
    proof: { readonly proofId: string; readonly requestType: RequestType },
    signal?: AbortSignal,
  ): Promise<VerifiedAttributes>
  offerCredential(
    offer: { readonly connectionId: string; readonly attributes: VerifiedAttributes },
    signal?: AbortSignal,
  ): Promise<string>
  listProofs(connectionId: string, signal?: AbortSignal): Promise<readonly ListedRecord[] | null>
  listCredentials(connectionId: string, signal?: AbortSignal): Promise<readonly ListedRecord[] | null>
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
