import { Migration } from '@mikro-orm/migrations'

/**
 * Students as this server knows them again, what is kept for portals while they may fetch it, and what the provider of
 * sign-ins keeps. Sessions from before are of nobody, and for no portal.
 */
export class Identities extends Migration {
  override up(): void {
    this.addSql(
      'create table `OidcRecord` (`kind` text not null, `id` text not null, `payload` text not null, `grantId` text null, `uid` text null, `consumedAt` datetime null, `expiresAt` datetime not null, primary key (`kind`, `id`))',
    )
    this.addSql('create index `OidcRecord_grantId_index` on `OidcRecord` (`grantId`)')
    this.addSql('create index `OidcRecord_uid_index` on `OidcRecord` (`uid`)')
    this.addSql('create index `OidcRecord_expiresAt_index` on `OidcRecord` (`expiresAt`)')
    this.addSql(
      'create table `SealedKey` (`name` text not null primary key, `sealed` text not null, `updatedAt` datetime not null)',
    )
    this.addSql(
      'create table `Student` (`id` integer not null primary key autoincrement, `sub` text not null, `registrationNumber` text not null, `createdAt` datetime not null)',
    )
    this.addSql('create unique index `Student_sub_unique` on `Student` (`sub`)')
    this.addSql('create unique index `Student_registrationNumber_unique` on `Student` (`registrationNumber`)')
    this.addSql(
      'create table `SealedIdentity` (`session` integer not null primary key, `sealed` text not null, `expiresAt` datetime not null, constraint `SealedIdentity_session_foreign` foreign key (`session`) references `ConnectionSession` (`id`) on update no action on delete no action)',
    )
    this.addSql('create index `SealedIdentity_expiresAt_index` on `SealedIdentity` (`expiresAt`)')
    this.addSql(
      'create table `PortalVisit` (`session` integer not null primary key, `interaction` text not null, `client` text not null, `scope` text not null, `grantId` text null, `createdAt` datetime not null, constraint `PortalVisit_session_foreign` foreign key (`session`) references `ConnectionSession` (`id`) on update no action on delete no action)',
    )
    this.addSql('create index `PortalVisit_interaction_index` on `PortalVisit` (`interaction`)')
    this.addSql('create unique index `PortalVisit_grantId_unique` on `PortalVisit` (`grantId`)')
    this.addSql(
      'create table `Disclosure` (`id` integer not null primary key autoincrement, `at` datetime not null, `client` text not null, `scope` text not null, `sub` text not null, `session` integer not null, constraint `Disclosure_session_foreign` foreign key (`session`) references `ConnectionSession` (`id`))',
    )
    this.addSql('create index `Disclosure_sub_index` on `Disclosure` (`sub`)')
    this.addSql('create index `Disclosure_session_index` on `Disclosure` (`session`)')
    this.addSql('alter table `ConnectionSession` add column `portal` text null')
    this.addSql("alter table `ConnectionSession` add column `audience` text not null default 'own'")
    this.addSql('alter table `ConnectionSession` add column `student` integer null')
    this.addSql('create index `ConnectionSession_student_index` on `ConnectionSession` (`student`)')
  }

  override down(): void {
    this.addSql('drop index `ConnectionSession_student_index`')
    for (const column of ['student', 'audience', 'portal']) {
      this.addSql(`alter table \`ConnectionSession\` drop column \`${column}\``)
    }
    for (const table of ['Disclosure', 'SealedIdentity', 'PortalVisit', 'Student', 'SealedKey', 'OidcRecord']) {
      this.addSql(`drop table \`${table}\``)
    }
  }
}
