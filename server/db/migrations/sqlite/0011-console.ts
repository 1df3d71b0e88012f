import { Migration } from '@mikro-orm/migrations'

/**
 * What the console asks for: how late each webhook was, counts by outcome for every minute of the last days, many replays at
 * once, and who is signed in. What waits is counted by when it came, so its indexes say that too.
 */
export class Console extends Migration {
  override up(): void {
    this.addSql(
      'create table `ReplayJob` (`id` integer not null primary key autoincrement, `state` text not null, `by` text not null, `address` text null, `createdAt` datetime not null, `finishedAt` datetime null, `selection` text not null, `after` integer not null, `upTo` integer not null, `total` integer null, `applied` integer not null default 0, `stale` integer not null default 0, `unmatched` integer not null default 0, `ignored` integer not null default 0, `failed` integer not null default 0, `purged` integer not null default 0)',
    )
    this.addSql('alter table `AdminSignIn` add column `name` text null')
    this.addSql('alter table `AdminSignIn` add column `address` text null')
    this.addSql(
      'create index `ConnectionSession_registrationNumber_index` on `ConnectionSession` (`registrationNumber`)',
    )
    this.addSql('alter table `WebhookEvent` add column `lagMs` integer null')
    for (const key of ['connectionId', 'invitationId']) this.index(key, '"createdAt", ')
    this.addSql(`delete from "WebhookCount" where "kind" in ('minute', 'answer-hour')`)
    this.addSql(
      `insert into "WebhookCount" ("kind", "name", "at", "shard", "count") select 'minute', "outcome", "createdAt" / 60000, 0, count(*) from "WebhookEvent" where "createdAt" > (cast(strftime('%s', 'now') as integer) - 691200) * 1000 group by "outcome", "createdAt" / 60000`,
    )
  }

  override down(): void {
    this.addSql(`delete from "WebhookCount" where "kind" in ('minute', 'answer-minute')`)
    this.addSql(
      `insert into "WebhookCount" ("kind", "name", "at", "shard", "count") select 'minute', '', "createdAt" / 60000, 0, count(*) from "WebhookEvent" group by "createdAt" / 60000`,
    )
    for (const key of ['connectionId', 'invitationId']) this.index(key, '')
    this.addSql('alter table `WebhookEvent` drop column `lagMs`')
    this.addSql('drop index `ConnectionSession_registrationNumber_index`')
    this.addSql('alter table `AdminSignIn` drop column `address`')
    this.addSql('alter table `AdminSignIn` drop column `name`')
    this.addSql('drop table `ReplayJob`')
  }

  private index(key: string, more: string): void {
    const other = key === 'connectionId' ? 'invitationId' : 'connectionId'
    const covered = `"webhookId", "dialect", "organizationId", "${other}", "events", "attempts", "recordId", "reuse", ${more}"session", "outcome", "processed"`
    this.addSql(`drop index "WebhookEvent_waiting_${key}"`)
    this.addSql(
      `create index "WebhookEvent_waiting_${key}" on "WebhookEvent" ("${key}", "id", ${covered}) where "processed" = false`,
    )
  }
}
