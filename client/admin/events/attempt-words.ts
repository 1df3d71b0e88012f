import type { StoredWebhook } from '../../../shared/admin-webhook.ts'

/** Whether a failed event is retried no more. */
export function isDeadLetter({ outcome, nextAttemptAt }: StoredWebhook): boolean {
  return outcome === 'failed' && nextAttemptAt === null
}

/** What comes next for a failed event, or null for any other. */
export function attemptWords(event: StoredWebhook): string | null {
  if (event.outcome !== 'failed') return null
  return isDeadLetter(event) ? 'dead letter' : 'will be retried'
}
