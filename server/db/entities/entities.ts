import { defineEntity } from '@mikro-orm/core'
import type { InferKyselyDB } from '@mikro-orm/sqlite'
import { ConnectionSession } from './connection-session.ts'
import { OidcRecord, SealedKey } from './oidc-record.ts'
import { PlatformCommand } from './platform-command.ts'
import { Disclosure, PortalVisit, SealedIdentity } from './portal-visit.ts'
import { ErasedKey, Incident, IncidentTold, PrivacyNotice } from './privacy.ts'
import { ReplayJob } from './replay-job.ts'
import { SessionHistory } from './session-history.ts'
import { Student } from './student.ts'
import { WebhookEvent } from './webhook-event.ts'

/** A browser that has signed in. `id` is a digest of its cookie, so that who reads the database cannot sign in with it. */
const AdminSignIn = defineEntity({
  name: 'AdminSignIn',
  properties: (p) => ({
    id: p.string().length(64).primary(),
    /** Whose token it was; null where tokens have no names. */
    name: p.string().length(64).nullable(),
    address: p.string().length(64).nullable(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
  }),
})

/** Who did what with stored data, from where, and when. */
const AuditEntry = defineEntity({
  name: 'AuditEntry',
  properties: (p) => ({
    id: p.integer().primary().autoincrement(),
    at: p.datetime(),
    /** An `AuditAction`, or what another version of this application did. */
    action: p.string().length(32),
    /** The operator's name, or which sign-in it was, `bearer token`, `command line`, or `server`. */
    by: p.string().length(64),
    address: p.string().length(64).nullable(),
    /** What it was done to: a webhook's id. */
    subject: p.string().length(255).nullable().index(),
    detail: p.text().nullable(),
  }),
})

/**
 * How much of a limit has been used in its window, over all processes on one database. Written by rate-limiter-flexible,
 * which inserts by position: the columns and their order are its own. `expire` is in milliseconds since 1970.
 */
const RateLimit = defineEntity({
  name: 'RateLimit',
  properties: (p) => ({
    key: p.string().length(255).primary(),
    points: p.integer().default(0),
    expire: p.bigint('number').nullable(),
  }),
})

/**
 * A running count, so that no page ever counts events one by one. `kind` says what is counted, `name` which of
 * it, `at` in which minute or hour since 1970 (0: ever). Processes that share a database write to different `shard`s,
 * lest each wait for the other's commit; a reader adds them up.
 */
const WebhookCount = defineEntity({
  name: 'WebhookCount',
  properties: (p) => ({
    kind: p.string().length(16).primary(),
    name: p.string().length(255).primary(),
    at: p.integer().primary(),
    shard: p.integer().primary(),
    count: p.integer(),
  }),
})

/** Every table of the application. */
export const entities = [
  AdminSignIn,
  AuditEntry,
  ConnectionSession,
  Disclosure,
  ErasedKey,
  Incident,
  IncidentTold,
  OidcRecord,
  PlatformCommand,
  PortalVisit,
  PrivacyNotice,
  RateLimit,
  SealedIdentity,
  SealedKey,
  ReplayJob,
  SessionHistory,
  Student,
  WebhookCount,
  WebhookEvent,
]

/** The tables as queries see them: names, columns and nulls as the entities have them. */
export type Tables = InferKyselyDB<
  (typeof entities)[number],
  { tableNamingStrategy: 'entity'; columnNamingStrategy: 'property' }
>
