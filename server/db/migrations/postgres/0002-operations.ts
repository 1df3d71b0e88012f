import { Migration } from '@mikro-orm/migrations'

/** Running counts, retries of failed events, operators' sign-ins and the audit trail. Counts start from what is stored. */
export class Operations extends Migration {
  override up(): void {
    this.addSql(
      'create table "AdminSignIn" ("id" varchar(64) not null, "createdAt" timestamptz not null, "expiresAt" timestamptz not null, primary key ("id"))',
    )
    this.addSql(
      'create table "AuditEntry" ("id" serial primary key, "at" timestamptz not null, "action" varchar(32) not null, "by" varchar(64) not null, "address" varchar(64) null, "subject" varchar(255) null, "detail" text null)',
    )
    this.addSql('create index "AuditEntry_subject_index" on "AuditEntry" ("subject")')
    this.addSql(
      'create table "WebhookCount" ("kind" varchar(16) not null, "name" varchar(255) not null, "at" int not null, "shard" int not null, "count" int not null, primary key ("kind", "name", "at", "shard"))',
    )
    this.addSql('drop index "WebhookEvent_createdAt_index"')
    this.addSql(
      'alter table "WebhookEvent" add "attempts" int not null default 0, add "nextAttemptAt" timestamptz null',
    )
    this.addSql(
      'create index "WebhookEvent_log" on "WebhookEvent" ("createdAt", "id", "outcome", "topic", "organizationId")',
    )
    this.addSql(`create index "WebhookEvent_outcome" on "WebhookEvent" ("outcome", "id") where "outcome" <> 'applied'`)
    this.addSql(
      `create index "WebhookEvent_failed" on "WebhookEvent" ("nextAttemptAt", "id") where "outcome" = 'failed'`,
    )
    this.addSql(
      `create index "WebhookEvent_ignored_connectionId" on "WebhookEvent" ("connectionId") where "outcome" = 'ignored'`,
    )
    this.addSql(
      `create index "WebhookEvent_ignored_invitationId" on "WebhookEvent" ("invitationId") where "outcome" = 'ignored'`,
    )
    this.addSql(
      `insert into "WebhookCount" ("kind", "name", "at", "shard", "count") select 'topic', "topic", 0, 0, count(*) from "WebhookEvent" group by "topic"`,
    )
    this.addSql(
      `insert into "WebhookCount" ("kind", "name", "at", "shard", "count") select 'outcome', "outcome", 0, 0, count(*) from "WebhookEvent" group by "outcome"`,
    )
    this.addSql(
      `insert into "WebhookCount" ("kind", "name", "at", "shard", "count") select 'minute', '', floor(extract(epoch from "createdAt") / 60), 0, count(*) from "WebhookEvent" group by floor(extract(epoch from "createdAt") / 60)`,
    )
    this.addSql(
      `insert into "WebhookCount" ("kind", "name", "at", "shard", "count") select 'status', "status", 0, 0, count(*) from "ConnectionSession" group by "status"`,
    )
  }

  override down(): void {
    this.addSql('drop index "WebhookEvent_log"')
    this.addSql('drop index "WebhookEvent_outcome"')
    this.addSql('drop index "WebhookEvent_failed"')
    this.addSql('drop index "WebhookEvent_ignored_connectionId"')
    this.addSql('drop index "WebhookEvent_ignored_invitationId"')
    this.addSql('alter table "WebhookEvent" drop column "nextAttemptAt"')
    this.addSql('alter table "WebhookEvent" drop column "attempts"')
    this.addSql('create index "WebhookEvent_createdAt_index" on "WebhookEvent" ("createdAt")')
    this.addSql('drop table "WebhookCount"')
    this.addSql('drop table "AuditEntry"')
    this.addSql('drop table "AdminSignIn"')
  }
}
