import { Migration } from '@mikro-orm/migrations'

/**
 * What waits for a session that can take it is looked at once more: two transactions at once could leave an event waiting
 * beside its session, on PostgreSQL alone.
 */
export class LeftWaiting extends Migration {
  override up(): void {
    this.addSql(
      `update "ConnectionSession" set "waitingAfter" = 0 where "waitingAfter" is null and "status" in ('active', 'completed') and "connectionId" in (select "connectionId" from "WebhookEvent" where "outcome" = 'unmatched' and "events" is not null and "connectionId" is not null)`,
    )
  }

  override down(): void {
    // Nothing to take back: what was looked at is where it belongs.
  }
}
