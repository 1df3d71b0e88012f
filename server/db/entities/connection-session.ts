import { defineEntity, type InferEntity } from '@mikro-orm/core'
import type { CommandKind } from '../../../shared/session-status.ts'
import { stalledCondition } from '../stalled-condition.ts'
import type { Cause } from './cause.ts'

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
    /** Six signs that a student can quote; null in a row that an older version made beside this one. */
    reference: p.string().length(6).nullable().unique(),
    /** The cause of the version that ended it; null until then. */
    endedBy: p.string().$type<Cause>().length(16).nullable(),
    /** The student's, and with which version it is told: every version looks the same however often it is read. */
    registrationNumber: p.string().length(32).nullable().index(),
    numberedVersion: p.integer().nullable(),
    invitationId: p.string().length(255).index(),
    /** Complete: the whole out-of-band invitation is in it. */
    invitationUrl: p.text(),
    /** The link that the QR code holds, as it was given out; null in rows of older versions. */
    shortUrl: p.string().length(255).nullable().unique(),
    /** A wallet that knows us can use one connection for several sessions, one after another. */
    connectionId: p.string().length(255).nullable().index(),
    theirDid: p.text().nullable(),
    theirLabel: p.text().nullable(),
    userAgent: p.text().nullable(),
    ipAddress: p.string().length(64).nullable(),
    /** The record of the present attempt: as the platform answered it at `proofRequestedAt`, else as a webhook told. */
    proofId: p.string().length(255).nullable(),
    proofRequestedAt: p.datetime().nullable(),
    /** How often the wallet was asked. */
    proofAttempt: p.integer().default(0),
    credentialId: p.string().length(255).nullable(),
    credentialOfferedAt: p.datetime().nullable(),
    credentialAttempt: p.integer().default(0),
    /** Records of earlier attempts, whose webhooks are stale: a JSON list of ids, null where there were none. */
    pastRecords: p.text().nullable(),
    /** What the platform refused, until it is asked anew. No version tells of it: nothing of the session itself has changed. */
    problem: p.string().$type<CommandKind>().length(32).nullable(),
    /** Whose it is: of `ORGANIZATION_ID` when it was made, else of the first event that moved it. Null until then. */
    organization: p.string().length(255).nullable(),
    /** The portal that it was begun for; null where it was for none. */
    portal: p.string().length(255).nullable(),
    /** Who is to learn what the wallet shows: an `Audience`. */
    audience: p.string().length(16).default('own'),
    /** Who it turned out to be: the number of a `Student`. */
    student: p.integer().nullable().index(),
    /** The version of the privacy notice that it was begun under; null in rows of older versions. */
    notice: p.integer().nullable(),
    /** When the person was taken out of it; what is left is nobody's. */
    erasedAt: p.datetime().nullable(),
    /** While what waits for it is being worked through in several transactions: up to which event's number that is done. */
    waitingAfter: p.integer().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    expiresAt: p.datetime(),
  }),
  indexes: [
    { properties: ['status', 'expiresAt'] },
    {
      name: 'ConnectionSession_waitingAfter',
      expression:
        'create index "ConnectionSession_waitingAfter" on "ConnectionSession" ("id") where "waitingAfter" is not null',
    },
    {
      name: 'ConnectionSession_unsettled', // a released name, which a later migration would have to rename in every database
      expression: `create index "ConnectionSession_unsettled" on "ConnectionSession" ("expiresAt") where ${stalledCondition}`,
    },
  ],
})
export type ConnectionSession = InferEntity<typeof ConnectionSession>
