import { defineEntity, type InferEntity } from '@mikro-orm/core'
import { unsettled } from '../stalled-sessions.ts'

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
    connectionId: p.string().length(255).nullable().unique(),
    theirDid: p.text().nullable(),
    theirLabel: p.text().nullable(),
    userAgent: p.text().nullable(),
    ipAddress: p.string().length(64).nullable(),
    userId: p.string().length(255).nullable(),
    metadata: p.text().nullable(),
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
      name: 'ConnectionSession_unsettled',
      expression: `create index "ConnectionSession_unsettled" on "ConnectionSession" ("expiresAt") where ${unsettled}`,
    },
  ],
})
export type ConnectionSession = InferEntity<typeof ConnectionSession>
