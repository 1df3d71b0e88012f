import { Migration } from '@mikro-orm/migrations'

/** The notices that students have read, who was erased, and what has happened to personal data. */
export class Privacy extends Migration {
  override up(): void {
    this.addSql(
      'create table "PrivacyNotice" ("id" serial primary key, "digest" varchar(64) not null, "text" text not null, "createdAt" timestamptz not null)',
    )
    this.addSql('alter table "PrivacyNotice" add constraint "PrivacyNotice_digest_unique" unique ("digest")')
    this.addSql('create table "ErasedKey" ("digest" varchar(64) not null primary key, "erasedAt" timestamptz not null)')
    this.addSql(
      'create table "Incident" ("id" serial primary key, "what" text not null, "foundAt" timestamptz not null, "by" varchar(64) not null, "createdAt" timestamptz not null)',
    )
    this.addSql(
      'create table "IncidentTold" ("id" serial primary key, "incident" int not null, "whom" varchar(16) not null, "note" text null, "toldAt" timestamptz not null, "by" varchar(64) not null, "createdAt" timestamptz not null)',
    )
    this.addSql(
      'alter table "IncidentTold" add constraint "IncidentTold_incident_foreign" foreign key ("incident") references "Incident" ("id")',
    )
    this.addSql('create index "IncidentTold_incident_index" on "IncidentTold" ("incident")')
    this.addSql('alter table "ConnectionSession" add "notice" int null, add "erasedAt" timestamptz null')
  }

  override down(): void {
    this.addSql('alter table "ConnectionSession" drop column "erasedAt", drop column "notice"')
    for (const table of ['IncidentTold', 'Incident', 'ErasedKey', 'PrivacyNotice']) {
      this.addSql(`drop table "${table}"`)
    }
  }
}
