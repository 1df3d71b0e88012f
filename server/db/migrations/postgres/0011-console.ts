import { Migration } from '@mikro-orm/migrations'

/** What the console asks for: how late each webhook was, counts by outcome for every minute of the last days, many replays at once, and who is signed in. */
export class Console extends Migration {
  override up(): void {
    this.addSql(
      'create table "ReplayJob" ("id" serial primary key, "state" varchar(16) not null, "by" varchar(64) not null, "address" varchar(64) null, "createdAt" timestamptz not null, "finishedAt" timestamptz null, "selection" text not null, "after" int not null, "upTo" int not null, "total" int null, "applied" int not null default 0, "stale" int not null default 0, "unmatched" int not null default 0, "ignored" int not null default 0, "failed" int not null default 0, "purged" int not null default 0)',
    )
    this.addSql('alter table "AdminSignIn" add "name" varchar(64) null, add "address" varchar(64) null')
    this.addSql(
      'create index "ConnectionSession_registrationNumber_index" on "ConnectionSession" ("registrationNumber")',
    )
    this.addSql('alter table "WebhookEvent" add "lagMs" int null')
    this.addSql(`delete from "WebhookCount" where "kind" in ('minute', 'answer-hour')`)
    this.addSql(
      `insert into "WebhookCount" ("kind", "name", "at", "shard", "count") select 'minute', "outcome", floor(extract(epoch from "createdAt") / 60), 0, count(*) from "WebhookEvent" where "createdAt" > now() - interval '8 days' group by "outcome", floor(extract(epoch from "createdAt") / 60)`,
    )
  }

  override down(): void {
    this.addSql(`delete from "WebhookCount" where "kind" in ('minute', 'answer-minute')`)
    this.addSql(
      `insert into "WebhookCount" ("kind", "name", "at", "shard", "count") select 'minute', '', floor(extract(epoch from "createdAt") / 60), 0, count(*) from "WebhookEvent" group by floor(extract(epoch from "createdAt") / 60)`,
    )
    this.addSql('alter table "WebhookEvent" drop column "lagMs"')
    this.addSql('drop index "ConnectionSession_registrationNumber_index"')
    this.addSql('alter table "AdminSignIn" drop column "name", drop column "address"')
    this.addSql('drop table "ReplayJob"')
  }
}
