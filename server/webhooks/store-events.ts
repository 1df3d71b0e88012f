import type { Outcome, WebhookEvent } from '../../shared/webhook-event.ts'
import type { Job } from '../db/job.ts'
import { createTake, type ReservedQuota } from '../limits/reserved-quota.ts'
import { applyEvents } from '../sessions/apply-events.ts'
import type { SessionChange } from '../sessions/bus.ts'
import { createMarkOf, findErased } from '../sessions/erased-keys.ts'

export type Receipt = 'stored' | 'duplicate' | { readonly retryAfterSeconds: number }

export interface Batch {
  /** In the order they came. */
  readonly events: readonly WebhookEvent[]
  /** Undefined: without a limit. */
  readonly reserved: ReservedQuota | undefined
  readonly now: Date
  readonly ttlMs: number
  /** Makes the marks of ids of people who were erased; without it nobody ever is. */
  readonly markKey: string | undefined
}

/** What became of one that was stored. */
export interface StoredAs {
  readonly outcome: Outcome
  /** The session's number, where it belongs to one. */
  readonly session: number | undefined
  readonly error: string | null
}

export interface StoredBatch {
  /** One for each event, in order. */
  readonly receipts: readonly Receipt[]
  /** Likewise; null of what was not stored. */
  readonly results: readonly (StoredAs | null)[]
  readonly changes: readonly SessionChange[]
  /** Whether the platform is now to be asked for something. */
  readonly hasCommands: boolean
  /** Of the quota, by its keys. */
  readonly used: ReadonlyMap<string, number>
}

/** Stores those of a batch that are new, and every effect of them. Duplicates use up nothing. */
export const storeEvents: Job<Batch, StoredBatch> = {
  name: 'store events',
  async run(tx, { events, reserved, markKey, ...at }) {
    const { take, used } = createTake(reserved)
    const given = events.map((event) => ({ event, stored: null }))
    const receipts: Receipt[] = []
    const accept = (stored: ReadonlySet<string>) => {
      const seen = new Set(stored)
      const toReceipt = ({ webhookId, organizationId }: WebhookEvent): Receipt => {
        if (seen.has(webhookId)) return 'duplicate'
        const retryAfterSeconds = take(organizationId)
        if (retryAfterSeconds > 0) return { retryAfterSeconds }
        seen.add(webhookId)
        return 'stored'
      }
      for (const event of events) receipts.push(toReceipt(event))
      return given.filter((_, index) => receipts[index] === 'stored')
    }
    const markOf = markKey === undefined ? undefined : createMarkOf(markKey)
    const erased = markOf && ((strangers: readonly WebhookEvent[]) => findErased(tx, markOf, strangers))
    const applied = await applyEvents(tx, { events: given, accept, findErased: erased }, at)
    const resultOf = ({ webhookId }: WebhookEvent): StoredAs => {
      const { outcome = 'unmatched', session, error = null } = applied.results.get(webhookId) ?? {}
      return { outcome, session: session?.id, error }
    }
    return {
      receipts,
      results: events.map((event, index) => (receipts[index] === 'stored' ? resultOf(event) : null)),
      changes: applied.changes,
      hasCommands: applied.hasCommands,
      used,
    }
  },
}
