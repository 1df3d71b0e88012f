import { readStats } from '../db/admin-stats.ts'
import { auditPage } from '../db/audit-trail.ts'
import type { Database } from '../db/database.ts'
import type { Execute } from '../db/statement.ts'
import type { Bus } from '../sessions/bus.ts'
import { replayWebhook } from '../webhooks/replay-webhook.ts'
import type { Admin } from './admin.ts'
import { listSessions } from './list-sessions.ts'
import { listWebhooks } from './list-webhooks.ts'
import { cutPage, readCursor, toCursor } from './page-cursor.ts'
import { countPurge, type PurgeDeps, purge } from './purge.ts'
import { createStatsFeed } from './watch-stats.ts'
import { viewWebhook } from './webhook-detail.ts'

export interface AdminDeps {
  readonly db: Database
  readonly read: Execute
  readonly bus: Bus
  readonly ttlMs: number
  readonly now: () => Date
  /** Writes down what has been counted so far of answers that stored nothing. */
  readonly keepAnswers: () => Promise<void>
  readonly purge: PurgeDeps
}

export function createAdmin(deps: AdminDeps): Admin {
  const { read, now } = deps
  const stats = async () => {
    await deps.keepAnswers().catch(() => undefined) // the next second's try says what is wrong
    return readStats(read, now())
  }
  return {
    stats,
    watchStats: createStatsFeed(stats),
    webhooks: (request) => listWebhooks(read, request),
    webhook: (webhookId, operator) => viewWebhook(deps, webhookId, operator),
    replay: (webhookId, operator) => replayWebhook(deps, webhookId, operator),
    sessions: (request) => listSessions(read, request),
    purge: (dryRun, operator) => (dryRun ? countPurge(deps.purge) : purge(deps.purge, operator)),
    async audit({ cursor, limit }) {
      const { items, last } = cutPage(await auditPage(read, readCursor('audit', {}, cursor).id, limit + 1), limit)
      return { items, nextCursor: last && toCursor('audit', {}, { id: last.id, at: new Date(last.at) }) }
    },
  }
}
