import type { InferKyselyDB } from '@mikro-orm/sqlite'
import { AdminSignIn } from './admin-sign-in.ts'
import { AuditEntry } from './audit-entry.ts'
import { ConnectionSession } from './connection-session.ts'
import { RateLimit } from './rate-limit.ts'
import { SessionHistory } from './session-history.ts'
import { WebhookCount } from './webhook-count.ts'
import { WebhookEvent } from './webhook-event.ts'

/** Every table of the application. */
export const entities = [
  AdminSignIn,
  AuditEntry,
  ConnectionSession,
  RateLimit,
  SessionHistory,
  WebhookCount,
  WebhookEvent,
]

/** The tables as queries see them: names, columns and nulls as the entities have them. */
export type Tables = InferKyselyDB<
  (typeof entities)[number],
  { tableNamingStrategy: 'entity'; columnNamingStrategy: 'property' }
>
