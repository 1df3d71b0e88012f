import { defineEntity, type InferEntity } from '@mikro-orm/core'

/**
 * Sessions that could stall for good, where their status alone does not say so; the words of a partial index,
 * which serves only a query that says the same. A `case`, or SQLite would rather look at each completed session there is.
 */
export const stalledCondition =
  `"connectionId" is not null and case "status" when 'invitation' then true when 'completed' then ` +
  `"proof" in ('request', 'presentation') or "proof" = 'idle' and "proofId" is not null or ` +
  `"credential" in ('offer', 'request') or "credential" = 'idle' and "credentialId" is not null else false end`

/** One student's connection: the guide's table, with what the state machine and the platform calls need. */
export const ConnectionSession = defineEntity({
  name: 'ConnectionSession',
  properties: (p) => ({
    id: p.integer().primary().autoincrement(),
    sessionId: p.string().length(36).unique(),
    version: p.integer(),
    status: p.string().length(16),
    credential: p.string().length(16),
    proof: p.string().length(16),
    requestType: p.string().length(16),
    invitationId: p.string().length(255).index(),
    invitationUrl: p.text(),
    /** A wallet that knows us can use one connection for several sessions, one after another. */
    connectionId: p.string().length(255).nullable().index(),
    theirDid: p.text().nullable(),
    theirLabel: p.text().nullable(),
    userAgent: p.text().nullable(),
    ipAddress: p.string().length(64).nullable(),
    proofId: p.string().length(255).nullable(),
    proofRequestedAt: p.datetime().nullable(),
    credentialId: p.string().length(255).nullable(),
    credentialOfferedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    expiresAt: p.datetime(),
  }),
  indexes: [
    { properties: ['status', 'expiresAt'] },
    {
      name: 'ConnectionSession_unsettled', // a released name, which a later migration would have to rename in every database
      expression: `create index "ConnectionSession_unsettled" on "ConnectionSession" ("expiresAt") where ${stalledCondition}`,
    },
  ],
})
export type ConnectionSession = InferEntity<typeof ConnectionSession>
