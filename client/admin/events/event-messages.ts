import type { StoredWebhook } from '../../trpc.ts'

/** What comes next for a failed event, or null for any other. One with no next attempt is a dead letter. */
export function attemptMessage({ outcome, nextAttemptAt }: StoredWebhook): string | null {
  if (outcome !== 'failed') return null
  return nextAttemptAt === null ? 'dead letter' : 'will be retried'
}

/** How often something happened, in words: once, twice, 3 times. */
export function timesText(times: number): string {
  return times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`
}
