import type { z } from 'zod'
import type { WebhookEvent } from '../../../shared/webhook-event.ts'

export interface Issue {
  readonly path: string
  readonly message: string
}

/** What a dialect makes of a body: the event, or where the body does not fit. */
export type Reading = { readonly event: WebhookEvent } | { readonly issues: readonly Issue[] }

/** A JSON object that came as a webhook. */
export interface Sent {
  readonly body: object
  /** Its text, as far as it is kept. */
  readonly payload: string
  /** Whose it is where it does not say. */
  readonly ownOrganizationId: string
}

/** What did not fit, by the path of each field. */
export function toIssues(error: z.ZodError): { readonly issues: readonly Issue[] } {
  return { issues: error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) }
}
