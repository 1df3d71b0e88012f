import { Migration } from '@mikro-orm/migrations'

/** Sessions, their history and the webhooks. */
export class SessionsAndWebhooks extends Migration {
  override up(): void {
    this.addSql(
      'create table "ConnectionSession" ("id" serial primary key, "sessionId" varchar(36) not null, "version" int not null, "status" varchar(16) not null, "credential" varchar(16) not null, "proof" varchar(16) not null, "requestType" varchar(16) not null, "invitationId" varchar(255) not null, "invitationUrl" text not null, "connectionId" varchar(255) null, "theirDid" text null, "theirLabel" text null, "userAgent" text null, "ipAddress" varchar(64) null, "userId" varchar(255) null, "metadata" text null, "proofId" varchar(255) null, "proofRequestedAt" timestamptz null, "credentialId" varchar(255) null, "credentialOfferedAt" timestamptz null, "createdAt" timestamptz not null, "updatedAt" timestamptz not null, "expiresAt" timestamptz not null)',
    )
    this.addSql(
      'alter table "ConnectionSession" add constraint "ConnectionSession_sessionId_unique" unique ("sessionId")',
    )
    this.addSql('create index "ConnectionSession_invitationId_index" on "ConnectionSession" ("invitationId")')
    this.addSql(
      'alter table "ConnectionSession" add constraint "ConnectionSession_connectionId_unique" unique ("connectionId")',
    )
    this.addSql(
      'create index "ConnectionSession_status_expiresAt_index" on "ConnectionSession" ("status", "expiresAt")',
    )
    this.addSql(
      'create table "SessionHistory" ("session" int not null, "version" int not null, "cause" varchar(16) not null, "webhookId" varchar(255) null, "statusBefore" varchar(16) null, "credentialBefore" varchar(16) null, "proofBefore" varchar(16) null, "status" varchar(16) not null, "credential" varchar(16) not null, "proof" varchar(16) not null, "connectionId" varchar(255) null, "theirLabel" text null, "expiresAt" timestamptz not null, "at" timestamptz not null, primary key ("session", "version"))',
    )
    this.addSql(
      'create table "WebhookEvent" ("id" serial primary key, "webhookId" varchar(255) not null, "dialect" varchar(16) not null, "topic" varchar(255) not null, "organizationId" varchar(255) not null, "agentId" varchar(255) null, "connectionId" varchar(255) null, "invitationId" varchar(255) null, "session" int null, "payload" text not null, "outcome" varchar(16) not null, "error" text null, "processed" boolean not null, "processedAt" timestamptz null, "createdAt" timestamptz not null)',
    )
    this.addSql('alter table "WebhookEvent" add constraint "WebhookEvent_webhookId_unique" unique ("webhookId")')
    this.addSql('create index "WebhookEvent_session_index" on "WebhookEvent" ("session")')
    this.addSql('create index "WebhookEvent_createdAt_index" on "WebhookEvent" ("createdAt")')
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
