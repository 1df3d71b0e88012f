import { Migration } from '@mikro-orm/migrations'

/** Whose a session is, how far what waits for it has been looked at, and indexes that give what waits in its order. */
export class BoundedWaiting extends Migration {
  override up(): void {
    this.addSql(
      'alter table "ConnectionSession" add column "organization" varchar(255) null, add column "waitingAfter" int null',
    )
    this.addSql(
      'create index "ConnectionSession_waitingAfter" on "ConnectionSession" ("id") where "waitingAfter" is not null',
    )
    for (const key of ['connectionId', 'invitationId']) {
      this.addSql(`drop index "WebhookEvent_waiting_${key}"`)
      this.addSql(
        `create index "WebhookEvent_waiting_${key}" on "WebhookEvent" ("${key}", "id") where "processed" = false`,
      )
    }
  }

  override down(): void {
    for (const key of ['connectionId', 'invitationId']) {
      this.addSql(`drop index "WebhookEvent_waiting_${key}"`)
      this.addSql(`create index "WebhookEvent_waiting_${key}" on "WebhookEvent" ("${key}") where "processed" = false`)
    }
    this.addSql('alter table "ConnectionSession" drop column "waitingAfter", drop column "organization"')
  }
}
