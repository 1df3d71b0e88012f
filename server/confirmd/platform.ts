import type { RequestType } from '../../shared/session-status.ts'
import type { TestResult, WebhookApp, WebhookDelivery } from '../../shared/webhook-app.ts'
import type { Audience } from './audience.ts'

export interface NewInvitation {
  /** What webhooks call it. */
  readonly invitationId: string
  /** Complete, with `oob`. */
  readonly invitationUrl: string
}

/** Values of a verified proof by attribute name. */
export type VerifiedAttributes = Readonly<Record<string, string>>

/** A proof or credential record, as the platform lists it. */
export interface ListedRecord {
  readonly recordId: string
  readonly createdAt: Date | null
}

/**
 * What this application asks of the Confirmd platform while a student registers. What asks or offers is sent once: whoever
 * calls decides by the error's `effect` whether it is sent again.
 *
 * @throws PlatformError by every verb, also once `signal` aborts.
 */
export interface Platform {
  /** A single-use connection invitation; tried again where the platform does not answer. */
  createInvitation(signal?: AbortSignal): Promise<NewInvitation>
  /** Asks the connected wallet to share what this request type asks for, and what `audience` is to learn beside; answers the new record's id. */
  requestProof(
    ask: { readonly connectionId: string; readonly requestType: RequestType; readonly audience?: Audience },
    signal?: AbortSignal,
  ): Promise<string>
  /** Makes the platform verify what the wallet has presented, and tell the wallet so. */
  verifyPresentation(proofId: string, signal?: AbortSignal): Promise<void>
  /**
   * What a verified proof showed.
   *
   * @throws PlatformError `refused` where a value is missing, or comes from another definition than was asked for.
   */
  verifiedAttributes(
    proof: { readonly proofId: string; readonly requestType: RequestType; readonly audience?: Audience },
    signal?: AbortSignal,
  ): Promise<VerifiedAttributes>
  /** Offers the registration credential to the connected wallet; answers the new record's id. */
  offerCredential(
    offer: {
      readonly connectionId: string
      readonly attributes: VerifiedAttributes
      readonly registrationNumber: string
    },
    signal?: AbortSignal,
  ): Promise<string>
  /** Records made for this connection, newest first; null where the platform has no such list. */
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
 * @throws PlatformError, also once `signal` aborts.
 */
export interface PlatformRecords {
  connection(connectionId: string, signal?: AbortSignal): Promise<PlatformRecord | null>
  proof(proofId: string, signal?: AbortSignal): Promise<PlatformRecord | null>
  credential(credentialId: string, signal?: AbortSignal): Promise<PlatformRecord | null>
}

/** What can be asked of the platform without changing anything; each throws PlatformError. */
export interface PlatformProbe {
  /** The organization's name; null where the platform does not say. */
  organization(signal?: AbortSignal): Promise<{ readonly name: string | null }>
  /** Whether the platform knows a credential definition; null where it tells nothing about them. */
  definition(definitionId: string): Promise<boolean | null>
  /** How far the platform's clock was ahead of this one at its last answer; null where it does not tell the time. */
  clockAheadMs(): number | null
}

export interface NewWebhookApp {
  readonly name: string
  readonly description: string
  readonly webhookUrl: string
  /** What the platform will send as `X-API-Key`, or sign with; it is never shown again. */
  readonly webhookSecret: string
}

/**
 * Where the platform sends the organization's webhooks. Platforms have one of two ways: apps (guide, "Register Webhook in
 * Confirmd Platform"), or one address for the whole organization (CREDEBL). Each verb finds out which; apps come first.
 *
 * @throws PlatformError where the platform cannot be reached, refuses or answers rubbish, saying which.
 */
export interface WebhookApps {
  /** Asked once only: a second attempt after a lost answer would make a second app. */
  create(app: NewWebhookApp): Promise<WebhookApp>
  /** Throws AppError `NOT_FOUND` where there is neither such an app nor an address, as the next three do. */
  show(appId: string | undefined): Promise<WebhookApp>
  /**
   * Makes the platform send a test webhook of `eventType` (`Credential`, `Connection`, …).
   *
   * @throws AppError `BAD_REQUEST` where there are no apps: such a platform has no test.
   */
  test(appId: string | undefined, eventType: string): Promise<TestResult>
  /** The newest deliveries, newest first. Throws likewise. */
  deliveries(appId: string | undefined, limit: number): Promise<WebhookDelivery[]>
  /** From now on the platform uses `newSecret`, which the server must accept already. Answers what it was changed for. */
  rotate(appId: string | undefined, newSecret: string): Promise<{ readonly id: string }>
}
