import { Migration } from '@mikro-orm/migrations'

/**
 * Foreign keys, and what a webhook tells kept beside its payload. A session's number that leads nowhere is taken out first.
 */
export class DecodedEvents extends Migration {
  override up(): void {
    this.addSql(
      'create unlogged table "RateLimit" ("key" varchar(255) not null, "points" int not null default 0, "expire" bigint null, primary key ("key"))',
    )

    this.addSql('alter table "ConnectionSession" drop constraint "ConnectionSession_connectionId_unique"')
    this.addSql('alter table "ConnectionSession" drop column "userId", drop column "metadata"')
    this.addSql('create index "ConnectionSession_connectionId_index" on "ConnectionSession" ("connectionId")')

    this.addSql(
      'delete from "SessionHistory" h where not exists (select 1 from "ConnectionSession" s where s."id" = h."session")',
    )
    this.addSql(
      'alter table "SessionHistory" add constraint "SessionHistory_session_foreign" foreign key ("session") references "ConnectionSession" ("id")',
    )

    this.addSql(
      'alter table "WebhookEvent" add "events" text null, add "theirDid" text null, add "theirLabel" text null',
    )
    this.addSql(
      'update "WebhookEvent" e set "session" = null where "session" is not null and not exists (select 1 from "ConnectionSession" s where s."id" = e."session")',
    )
    this.addSql(
      'alter table "WebhookEvent" add constraint "WebhookEvent_session_foreign" foreign key ("session") references "ConnectionSession" ("id")',
    )
    this.addSql(
      `create index "WebhookEvent_undecoded" on "WebhookEvent" ("id") where "events" is null and "outcome" = 'unmatched'`,
    )
  }

  override down(): void {
    this.addSql('drop table "RateLimit"')
    this.addSql('drop index "WebhookEvent_undecoded"')
    this.addSql('alter table "WebhookEvent" drop constraint "WebhookEvent_session_foreign"')
    this.addSql('alter table "WebhookEvent" drop column "events", drop column "theirDid", drop column "theirLabel"')
    this.addSql('alter table "SessionHistory" drop constraint "SessionHistory_session_foreign"')
    this.addSql('drop index "ConnectionSession_connectionId_index"')
    this.addSql(
      'alter table "ConnectionSession" add constraint "ConnectionSession_connectionId_unique" unique ("connectionId")',
    )
    this.addSql('alter table "ConnectionSession" add "userId" varchar(255) null, add "metadata" text null')
  }
}
