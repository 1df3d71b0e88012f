import { Migration } from '@mikro-orm/migrations'

/** The notices that students have read, who was erased, and what has happened to personal data. */
export class Privacy extends Migration {
  override up(): void {
    this.addSql(
      'create table `PrivacyNotice` (`id` integer not null primary key autoincrement, `digest` text not null, `text` text not null, `createdAt` datetime not null)',
    )
    this.addSql('create unique index `PrivacyNotice_digest_unique` on `PrivacyNotice` (`digest`)')
    this.addSql('create table `ErasedKey` (`digest` text not null primary key, `erasedAt` datetime not null)')
    this.addSql(
      'create table `Incident` (`id` integer not null primary key autoincrement, `what` text not null, `foundAt` datetime not null, `by` text not null, `createdAt` datetime not null)',
    )
    this.addSql(
      'create table `IncidentTold` (`id` integer not null primary key autoincrement, `incident` integer not null, `whom` text not null, `note` text null, `toldAt` datetime not null, `by` text not null, `createdAt` datetime not null, constraint `IncidentTold_incident_foreign` foreign key (`incident`) references `Incident` (`id`))',
    )
    this.addSql('create index `IncidentTold_incident_index` on `IncidentTold` (`incident`)')
    this.addSql('alter table `ConnectionSession` add column `notice` integer null')
    this.addSql('alter table `ConnectionSession` add column `erasedAt` datetime null')
  }

  override down(): void {
    for (const column of ['erasedAt', 'notice']) {
      this.addSql(`alter table \`ConnectionSession\` drop column \`${column}\``)
    }
    for (const table of ['IncidentTold', 'Incident', 'ErasedKey', 'PrivacyNotice']) {
      this.addSql(`drop table \`${table}\``)
    }
  }
}
