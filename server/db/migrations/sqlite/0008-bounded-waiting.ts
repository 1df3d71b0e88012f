import { Migration } from '@mikro-orm/migrations'

/**
 * Whose a session is, how far what waits for it has been looked at, and indexes that answer for what waits: without them
 * each waiting event's payload would be read through for what stands behind it in its row. Nothing personal is in them.
 */
export class BoundedWaiting extends Migration {
  override up(): void {
    this.addSql('alter table `ConnectionSession` add column `organization` text null')
    this.addSql('alter table `ConnectionSession` add column `waitingAfter` integer null')
    this.addSql(
      'create index "ConnectionSession_waitingAfter" on "ConnectionSession" ("id") where "waitingAfter" is not null',
    )
    for (const key of ['connectionId', 'invitationId']) {
      const other = key === 'connectionId' ? 'invitationId' : 'connectionId'
      const covered = `"webhookId", "dialect", "organizationId", "${other}", "events", "attempts", "recordId", "reuse", "session", "outcome", "processed"`
      this.addSql(`drop index "WebhookEvent_waiting_${key}"`)
      this.addSql(
        `create index "WebhookEvent_waiting_${key}" on "WebhookEvent" ("${key}", "id", ${covered}) where "processed" = false`,
      )
    }
  }

  override down(): void {
    for (const key of ['connectionId', 'invitationId']) {
      this.addSql(`drop index "WebhookEvent_waiting_${key}"`)
      this.addSql(`create index "WebhookEvent_waiting_${key}" on "WebhookEvent" ("${key}") where "processed" = false`)
    }
    this.addSql('drop index "ConnectionSession_waitingAfter"')
    for (const column of ['waitingAfter', 'organization']) {
      this.addSql(`alter table \`ConnectionSession\` drop column \`${column}\``)
    }
  }
}
