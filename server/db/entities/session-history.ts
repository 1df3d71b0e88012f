import { defineEntity, type InferEntity } from '@mikro-orm/core'
import type { Cause } from './cause.ts'
import { ConnectionSession } from './connection-session.ts'

/** One version of a session: what it was before, what it became, and why. Feeds streams, timelines and coverage. */
export const SessionHistory = defineEntity({
  name: 'SessionHistory',
  properties: (p) => ({
    session: p.manyToOne(ConnectionSession).mapToPk().primary().index(false), // the primary key begins with it
    version: p.integer().primary(),
    cause: p.string().$type<Cause>().length(16),
    webhookId: p.string().length(255).nullable(),
    statusBefore: p.string().length(16).nullable(),
    credentialBefore: p.string().length(16).nullable(),
    proofBefore: p.string().length(16).nullable(),
    status: p.string().length(16),
    credential: p.string().length(16),
    proof: p.string().length(16),
    connectionId: p.string().length(255).nullable(),
    theirLabel: p.text().nullable(),
    expiresAt: p.datetime(),
    at: p.datetime(),
  }),
})
export type SessionHistory = InferEntity<typeof SessionHistory>
