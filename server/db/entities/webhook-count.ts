import { defineEntity, type InferEntity } from '@mikro-orm/core'

/**
 * A running count, so that no page ever counts events one by one. `kind` says what is counted, `name` which of
 * it, `at` in which minute or hour since 1970 (0: ever). Processes that share a database write to different `shard`s,
 * lest each wait for the other's commit; a reader adds them up.
 */
export const WebhookCount = defineEntity({
  name: 'WebhookCount',
  properties: (p) => ({
    kind: p.string().length(16).primary(),
    name: p.string().length(255).primary(),
    at: p.integer().primary(),
    shard: p.integer().primary(),
    count: p.integer(),
  }),
})
export type WebhookCount = InferEntity<typeof WebhookCount>
