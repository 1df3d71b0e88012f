import { defineEntity, type InferEntity } from '@mikro-orm/core'

/**
 * How much of a limit has been used in its window, over all processes on one database. Written by rate-limiter-flexible,
 * which inserts by position: the columns and their order are its own. `expire` is in milliseconds since 1970.
 */
export const RateLimit = defineEntity({
  name: 'RateLimit',
  properties: (p) => ({
    key: p.string().length(255).primary(),
    points: p.integer().default(0),
    expire: p.bigint('number').nullable(),
  }),
})
export type RateLimit = InferEntity<typeof RateLimit>
