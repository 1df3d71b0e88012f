import { Migration } from '@mikro-orm/migrations'

/**
 * The outbox, short links, and what tells attempts apart. Sessions of the last day that only the student's page would have
 * led on, since until now it asked for proof and credential, get what they wait for written down.
 */
export class Outbox extends Migration {
  override up(): void {
    this.addSql('alter table `ConnectionSession` add column `shortUrl` text null')
    this.addSql('alter table `ConnectionSession` add column `proofAttempt` integer not null default 0')
    this.addSql('alter table `ConnectionSession` add column `credentialAttempt` integer not null default 0')
    this.addSql('alter table `ConnectionSession` add column `pastRecords` text null')
    this.addSql('alter table `ConnectionSession` add column `problem` text null')
    this.addSql('create unique index `ConnectionSession_shortUrl_unique` on `ConnectionSession` (`shortUrl`)')
    this.addSql('alter table `WebhookEvent` add column `recordId` text null')
    this.addSql('alter table `WebhookEvent` add column `reuse` integer not null default false')
    this.addSql(
      'create table `PlatformCommand` (`id` integer not null primary key autoincrement, `session` integer not null, `kind` text not null, `attempt` integer not null, `outcome` text not null, `createdAt` datetime not null, `dueAt` datetime null, `calls` integer not null default 0, `calledAt` datetime null, `unread` integer not null default false, `settledAt` datetime null, `recordId` text null, `error` text null, constraint `PlatformCommand_session_foreign` foreign key (`session`) references `ConnectionSession` (`id`))',
    )
    this.addSql(
      'create unique index `PlatformCommand_session_kind_attempt_unique` on `PlatformCommand` (`session`, `kind`, `attempt`)',
    )
    this.addSql('create index "PlatformCommand_due" on "PlatformCommand" ("dueAt") where "dueAt" is not null')
    this.addSql(`create index "PlatformCommand_refused" on "PlatformCommand" ("id") where "outcome" = 'refused'`)
    this.addSql('update "ConnectionSession" set "proofAttempt" = 1 where "proofId" is not null')
    this.addSql('update "ConnectionSession" set "credentialAttempt" = 1 where "credentialId" is not null')
    const [now, dayAgo] = ['unixepoch() * 1000', '(unixepoch() - 86400) * 1000']
    for (const sql of writeDown(now, dayAgo)) this.addSql(sql)
  }

  override down(): void {
    this.addSql('drop table `PlatformCommand`')
    this.addSql('alter table `WebhookEvent` drop column `reuse`')
    this.addSql('alter table `WebhookEvent` drop column `recordId`')
    this.addSql('drop index `ConnectionSession_shortUrl_unique`')
    for (const column of ['problem', 'pastRecords', 'credentialAttempt', 'proofAttempt', 'shortUrl']) {
      this.addSql(`alter table \`ConnectionSession\` drop column \`${column}\``)
    }
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
