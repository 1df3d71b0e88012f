import { Migration } from '@mikro-orm/migrations'

/**
 * The outbox, short links, and what tells attempts apart. Sessions of the last day that only the student's page would have
 * led on, since until now it asked for proof and credential, get what they wait for written down.
 */
export class Outbox extends Migration {
  override up(): void {
    this.addSql(
      'alter table "ConnectionSession" add "shortUrl" varchar(255) null, add "proofAttempt" int not null default 0, add "credentialAttempt" int not null default 0, add "pastRecords" text null, add "problem" varchar(32) null',
    )
    this.addSql(
      'alter table "ConnectionSession" add constraint "ConnectionSession_shortUrl_unique" unique ("shortUrl")',
    )
    this.addSql(
      'alter table "WebhookEvent" add "recordId" varchar(255) null, add "reuse" boolean not null default false',
    )
    this.addSql(
      'create table "PlatformCommand" ("id" serial primary key, "session" int not null, "kind" varchar(32) not null, "attempt" int not null, "outcome" varchar(16) not null, "createdAt" timestamptz not null, "dueAt" timestamptz null, "calls" int not null default 0, "calledAt" timestamptz null, "unread" boolean not null default false, "settledAt" timestamptz null, "recordId" varchar(255) null, "error" text null)',
    )
    this.addSql(
      'alter table "PlatformCommand" add constraint "PlatformCommand_session_kind_attempt_unique" unique ("session", "kind", "attempt")',
    )
    this.addSql('create index "PlatformCommand_due" on "PlatformCommand" ("dueAt") where "dueAt" is not null')
    this.addSql(`create index "PlatformCommand_refused" on "PlatformCommand" ("id") where "outcome" = 'refused'`)
    this.addSql(
      'alter table "PlatformCommand" add constraint "PlatformCommand_session_foreign" foreign key ("session") references "ConnectionSession" ("id")',
    )
    this.addSql('update "ConnectionSession" set "proofAttempt" = 1 where "proofId" is not null')
    this.addSql('update "ConnectionSession" set "credentialAttempt" = 1 where "credentialId" is not null')
    for (const sql of writeDown('now()', `now() - interval '1 day'`)) this.addSql(sql)
  }

  override down(): void {
    this.addSql('drop table "PlatformCommand"')
    this.addSql('alter table "WebhookEvent" drop column "reuse", drop column "recordId"')
    this.addSql('alter table "ConnectionSession" drop constraint "ConnectionSession_shortUrl_unique"')
    this.addSql(
      'alter table "ConnectionSession" drop column "problem", drop column "pastRecords", drop column "credentialAttempt", drop column "proofAttempt", drop column "shortUrl"',
    )
  }
}

function writeDown(now: string, since: string): string[] {
  const recent = `"status" in ('active', 'completed') and "connectionId" is not null and "updatedAt" > ${since}`
  const toAsk = `${recent} and "proof" = 'idle' and "proofAttempt" = 0`
  const toOffer = `${recent} and "requestType" = 'registration' and "proof" = 'verified' and "credential" = 'idle' and "credentialAttempt" = 0`
  const insert = (kind: string, where: string) =>
    `insert into "PlatformCommand" ("session", "kind", "attempt", "outcome", "createdAt", "dueAt")
     select "id", '${kind}', 1, 'waiting', ${now}, ${now} from "ConnectionSession" where ${where}`
  return [
    insert('requestProof', toAsk),
    insert('offerCredential', toOffer),
    `update "ConnectionSession" set "proofAttempt" = 1 where ${toAsk}`,
    `update "ConnectionSession" set "credentialAttempt" = 1 where ${toOffer}`,
  ]
}
