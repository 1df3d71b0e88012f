import { defineEntity, type InferEntity } from '@mikro-orm/core'

/** How much of a limit has been used lately, over all processes on one database. Nothing in it outlives a few minutes. */
export const Allowance = defineEntity({
  name: 'Allowance',
  properties: (p) => ({
    key: p.string().length(64).primary(),
    taken: p.text(),
    freeAt: p.datetime(),
  }),
})
export type Allowance = InferEntity<typeof Allowance>
