import type { AuditItem } from '../../shared/admin-audit.ts'
import type { Page, PageRequest } from '../../shared/admin-page.ts'
import type { AdminSession, ListSessions } from '../../shared/admin-session.ts'
import type { AdminStats } from '../../shared/admin-stats.ts'
import type { ListWebhooks, Replayed, StoredWebhook, WebhookDetail } from '../../shared/admin-webhook.ts'
import type { Actor } from '../actor.ts'

/** What an operator can see and do. Lists throw AppError `BAD_REQUEST` for a cursor of another list. */
export interface Admin {
  stats(): Promise<AdminStats>
  /** The statistics now and whenever they have changed, at most once a second, until `signal` aborts. */
  watchStats(signal: AbortSignal): AsyncIterable<AdminStats>
  /** Stored events, newest first. */
  webhooks(request: ListWebhooks): Promise<Page<StoredWebhook>>
  /** One event with its payload; that it was read is recorded. @throws AppError `NOT_FOUND` */
  webhook(webhookId: string, operator: Actor): Promise<WebhookDetail>
  /** Processes a stored event again, and records that. @throws AppError `NOT_FOUND`, `PURGED` */
  replay(webhookId: string, operator: Actor): Promise<Replayed>
  /** Sessions, newest first; those of one status in the order they last moved. */
  sessions(request: ListSessions): Promise<Page<AdminSession>>
  /** How many rows hold personal data beyond the retention, by kind; clears it unless `dryRun`. */
  purge(dryRun: boolean, operator: Actor): Promise<Readonly<Record<string, number>>>
  /** The audit trail, newest first. */
  audit(request: PageRequest): Promise<Page<AuditItem>>
}
