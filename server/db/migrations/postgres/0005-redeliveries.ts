import { Migration } from '@mikro-orm/migrations'

/** How often an event was delivered again after it was stored, and when last. */
export class Redeliveries extends Migration {
  override up(): void {
    this.addSql(
      'alter table "WebhookEvent" add "redeliveries" int not null default 0, add "redeliveredAt" timestamptz null',
    )
    this.addSql(`create index "WebhookEvent_redelivered" on "WebhookEvent" ("id") where "redeliveries" > 0`)
  }

  override down(): void {
    this.addSql('drop index "WebhookEvent_redelivered"')
    this.addSql('alter table "WebhookEvent" drop column "redeliveredAt"')
    this.addSql('alter table "WebhookEvent" drop column "redeliveries"')
  }
}
