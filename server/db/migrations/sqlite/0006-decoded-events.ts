import { Migration } from '@mikro-orm/migrations'

/**
 * Foreign keys, and what a webhook tells kept beside its payload. SQLite adds a foreign key by writing the table anew: with
 * a million events that takes half a minute. A session's number that leads nowhere is left out on the way.
 */
export class DecodedEvents extends Migration {
  override up(): void {
    this.addSql(
      'create table `RateLimit` (`key` text not null, `points` integer not null default 0, `expire` bigint null, primary key (`key`))',
    )

    this.addSql('drop index `ConnectionSession_connectionId_unique`')
    this.addSql('alter table `ConnectionSession` drop column `userId`')
    this.addSql('alter table `ConnectionSession` drop column `metadata`')
    this.addSql('create index `ConnectionSession_connectionId_index` on `ConnectionSession` (`connectionId`)')

    this.addSql(
      'create table `SessionHistory_new` (`session` integer not null, `version` integer not null, `cause` text not null, `webhookId` text null, `statusBefore` text null, `credentialBefore` text null, `proofBefore` text null, `status` text not null, `credential` text not null, `proof` text not null, `connectionId` text null, `theirLabel` text null, `expiresAt` datetime not null, `at` datetime not null, primary key (`session`, `version`), constraint `SessionHistory_session_foreign` foreign key (`session`) references `ConnectionSession` (`id`))',
    )
    this.addSql(
      'insert into `SessionHistory_new` select `session`, `version`, `cause`, `webhookId`, `statusBefore`, `credentialBefore`, `proofBefore`, `status`, `credential`, `proof`, `connectionId`, `theirLabel`, `expiresAt`, `at` from `SessionHistory` where `session` in (select `id` from `ConnectionSession`) order by `rowid`',
    )
    this.addSql('drop table `SessionHistory`')
    this.addSql('alter table `SessionHistory_new` rename to `SessionHistory`')

    this.addSql(
      'create table `WebhookEvent_new` (`id` integer not null primary key autoincrement, `webhookId` text not null, `dialect` text not null, `topic` text not null, `organizationId` text not null, `agentId` text null, `connectionId` text null, `invitationId` text null, `session` integer null, `payload` text not null, `events` text null, `theirDid` text null, `theirLabel` text null, `outcome` text not null, `error` text null, `processed` integer not null, `processedAt` datetime null, `createdAt` datetime not null, `attempts` integer not null default 0, `nextAttemptAt` datetime null, `redeliveries` integer not null default 0, `redeliveredAt` datetime null, constraint `WebhookEvent_session_foreign` foreign key (`session`) references `ConnectionSession` (`id`))',
    )
    this.addSql(
      'insert into `WebhookEvent_new` select `id`, `webhookId`, `dialect`, `topic`, `organizationId`, `agentId`, `connectionId`, `invitationId`, (select `s`.`id` from `ConnectionSession` as `s` where `s`.`id` = `e`.`session`), `payload`, null, null, null, `outcome`, `error`, `processed`, `processedAt`, `createdAt`, `attempts`, `nextAttemptAt`, `redeliveries`, `redeliveredAt` from `WebhookEvent` as `e` order by `id`',
    )
    this.addSql('drop table `WebhookEvent`')
    this.addSql('alter table `WebhookEvent_new` rename to `WebhookEvent`')
    this.addSql('create unique index `WebhookEvent_webhookId_unique` on `WebhookEvent` (`webhookId`)')
    this.addSql('create index `WebhookEvent_session_index` on `WebhookEvent` (`session`)')
    this.addSql(
      'create index `WebhookEvent_log` on `WebhookEvent` (`createdAt`, `id`, `outcome`, `topic`, `organizationId`)',
    )
    for (const index of partialIndexes) this.addSql(index)
  }

  override down(): void {
    this.addSql('drop table "RateLimit"')
    this.addSql('drop index "WebhookEvent_undecoded"')
    for (const column of ['events', 'theirDid', 'theirLabel']) {
      this.addSql(`alter table "WebhookEvent" drop column "${column}"`)
    }
    this.addSql('drop index "ConnectionSession_connectionId_index"')
    this.addSql('create unique index "ConnectionSession_connectionId_unique" on "ConnectionSession" ("connectionId")')
    this.addSql('alter table "ConnectionSession" add column "userId" text null')
    this.addSql('alter table "ConnectionSession" add column "metadata" text null') // the foreign keys stay: they forbid nothing that an older version does
  }
}

const partialIndexes = [
  `create index "WebhookEvent_outcome" on "WebhookEvent" ("outcome", "id") where "outcome" <> 'applied'`,
  `create index "WebhookEvent_failed" on "WebhookEvent" ("nextAttemptAt", "id") where "outcome" = 'failed'`,
  `create index "WebhookEvent_undecoded" on "WebhookEvent" ("id") where "events" is null and "outcome" = 'unmatched'`,
  'create index "WebhookEvent_redelivered" on "WebhookEvent" ("id") where "redeliveries" > 0',
  `create index "WebhookEvent_ignored_connectionId" on "WebhookEvent" ("connectionId") where "outcome" = 'ignored'`,
  `create index "WebhookEvent_ignored_invitationId" on "WebhookEvent" ("invitationId") where "outcome" = 'ignored'`,
  'create index "WebhookEvent_waiting_connectionId" on "WebhookEvent" ("connectionId") where "processed" = false',
  'create index "WebhookEvent_waiting_invitationId" on "WebhookEvent" ("invitationId") where "processed" = false',
]
