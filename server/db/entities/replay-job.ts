import { defineEntity, type InferEntity } from '@mikro-orm/core'

/** `cancelled` is said by an operator, and done by whoever runs it before the next event. */
export type ReplayJobState = 'running' | 'cancelled' | 'finished'

/** Many stored events that are processed again in the background, the oldest first; it goes on after a restart. */
export const ReplayJob = defineEntity({
  name: 'ReplayJob',
  properties: (p) => ({
    id: p.integer().primary().autoincrement(),
    state: p.string().$type<ReplayJobState>().length(16),
    /** Who began it, and from where: each replay is recorded as theirs. */
    by: p.string().length(64),
    address: p.string().length(64).nullable(),
    createdAt: p.datetime(),
    finishedAt: p.datetime().nullable(),
    /** A `ReplaySelection` as JSON: a filter, or the events' ids. */
    selection: p.text(),
    /** The number of the event that was worked through last, and of the last one there was when it began. */
    after: p.integer(),
    upTo: p.integer(),
    /** How many there were to replay when it began; null where counting them would have taken too long. */
    total: p.integer().nullable(),
    /** What came of those that were replayed; `purged` ones have no payload any more. */
    applied: p.integer().default(0),
    stale: p.integer().default(0),
    unmatched: p.integer().default(0),
    ignored: p.integer().default(0),
    failed: p.integer().default(0),
    purged: p.integer().default(0),
  }),
})
export type ReplayJob = InferEntity<typeof ReplayJob>
