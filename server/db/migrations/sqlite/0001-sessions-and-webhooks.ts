import { Migration } from '@mikro-orm/migrations'

/** Sessions, their history and the webhooks. */
export class SessionsAndWebhooks extends Migration {
  override up(): void {
    this.addSql(
      'create table `ConnectionSession` (`id` integer not null primary key autoincrement, `sessionId` text not null, `version` integer not null, `status` text not null, `credential` text not null, `proof` text not null, `requestType` text not null, `invitationId` text not null, `invitationUrl` text not null, `connectionId` text null, `theirDid` text null, `theirLabel` text null, `userAgent` text null, `ipAddress` text null, `userId` text null, `metadata` text null, `proofId` text null, `proofRequestedAt` datetime null, `credentialId` text null, `credentialOfferedAt` datetime null, `createdAt` datetime not null, `updatedAt` datetime not null, `expiresAt` datetime not null)',
    )
    this.addSql('create unique index `ConnectionSession_sessionId_unique` on `ConnectionSession` (`sessionId`)')
    this.addSql('create index `ConnectionSession_invitationId_index` on `ConnectionSession` (`invitationId`)')
    this.addSql('create unique index `ConnectionSession_connectionId_unique` on `ConnectionSession` (`connectionId`)')
    this.addSql(
      'create index `ConnectionSession_status_expiresAt_index` on `ConnectionSession` (`status`, `expiresAt`)',
    )
    this.addSql(
      'create table `SessionHistory` (`session` integer not null, `version` integer not null, `cause` text not null, `webhookId` text null, `statusBefore` text null, `credentialBefore` text null, `proofBefore` text null, `status` text not null, `credential` text not null, `proof` text not null, `connectionId` text null, `theirLabel` text null, `expiresAt` datetime not null, `at` datetime not null, primary key (`session`, `version`))',
    )
    this.addSql(
      'create table `WebhookEvent` (`id` integer not null primary key autoincrement, `webhookId` text not null, `dialect` text not null, `topic` text not null, `organizationId` text not null, `agentId` text null, `connectionId` text null, `invitationId` text null, `session` integer null, `payload` text not null, `outcome` text not null, `error` text null, `processed` integer not null, `processedAt` datetime null, `createdAt` datetime not null)',
    )
    this.addSql('create unique index `WebhookEvent_webhookId_unique` on `WebhookEvent` (`webhookId`)')
    this.addSql('create index `WebhookEvent_session_index` on `WebhookEvent` (`session`)')
    this.addSql('create index `WebhookEvent_createdAt_index` on `WebhookEvent` (`createdAt`)')
    this.addSql(
      'create index "WebhookEvent_waiting_connectionId" on "WebhookEvent" ("connectionId") where "processed" = false',
    )
    this.addSql(
      'create index "WebhookEvent_waiting_invitationId" on "WebhookEvent" ("invitationId") where "processed" = false',
    )
  }

  override down(): void {
    this.addSql('drop table "WebhookEvent"')
    this.addSql('drop table "SessionHistory"')
    this.addSql('drop table "ConnectionSession"')
  }
}
