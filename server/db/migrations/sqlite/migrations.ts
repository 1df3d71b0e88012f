import { SessionsAndWebhooks } from './0001-sessions-and-webhooks.ts'
import { Operations } from './0002-operations.ts'
import { Allowances } from './0003-allowances.ts'
import { StillSessions } from './0004-still-sessions.ts'
import { Redeliveries } from './0005-redeliveries.ts'
import { RateLimits } from './0006-rate-limits.ts'

/** In the order they are applied. A name, once released, never changes. */
export const sqliteMigrations = [
  { name: '0001-sessions-and-webhooks', class: SessionsAndWebhooks },
  { name: '0002-operations', class: Operations },
  { name: '0003-allowances', class: Allowances },
  { name: '0004-still-sessions', class: StillSessions },
  { name: '0005-redeliveries', class: Redeliveries },
  { name: '0006-rate-limits', class: RateLimits },
]
