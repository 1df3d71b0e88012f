import { Migration } from '@mikro-orm/migrations'

/**
 * Students as this server knows them again, what is kept for portals while they may fetch it, and what the provider of
 * sign-ins keeps. Sessions from before are of nobody, and for no portal.
 */
export class Identities extends Migration {
  override up(): void {
    this.addSql(
      'create table "OidcRecord" ("kind" varchar(64) not null, "id" varchar(128) not null, "payload" text not null, "grantId" varchar(64) null, "uid" varchar(64) null, "consumedAt" timestamptz null, "expiresAt" timestamptz not null, primary key ("kind", "id"))',
    )
    this.addSql('create index "OidcRecord_grantId_index" on "OidcRecord" ("grantId")')
    this.addSql('create index "OidcRecord_uid_index" on "OidcRecord" ("uid")')
    this.addSql('create index "OidcRecord_expiresAt_index" on "OidcRecord" ("expiresAt")')
    this.addSql(
      'create table "SealedKey" ("name" varchar(32) not null primary key, "sealed" text not null, "updatedAt" timestamptz not null)',
    )
    this.addSql(
      'create table "Student" ("id" serial primary key, "sub" varchar(64) not null, "registrationNumber" varchar(32) not null, "createdAt" timestamptz not null)',
    )
    this.addSql('alter table "Student" add constraint "Student_sub_unique" unique ("sub")')
    this.addSql(
      'alter table "Student" add constraint "Student_registrationNumber_unique" unique ("registrationNumber")',
    )
    this.addSql(
      'create table "SealedIdentity" ("session" int not null, "sealed" text not null, "expiresAt" timestamptz not null, primary key ("session"))',
    )
    this.addSql(
      'alter table "SealedIdentity" add constraint "SealedIdentity_session_foreign" foreign key ("session") references "ConnectionSession" ("id") on update no action on delete no action',
    )
    this.addSql('create index "SealedIdentity_expiresAt_index" on "SealedIdentity" ("expiresAt")')
    this.addSql(
      'create table "PortalVisit" ("session" int not null, "interaction" varchar(64) not null, "client" varchar(255) not null, "scope" varchar(255) not null, "grantId" varchar(64) null, "createdAt" timestamptz not null, primary key ("session"))',
    )
    this.addSql(
      'alter table "PortalVisit" add constraint "PortalVisit_session_foreign" foreign key ("session") references "ConnectionSession" ("id") on update no action on delete no action',
    )
    this.addSql('create index "PortalVisit_interaction_index" on "PortalVisit" ("interaction")')
    this.addSql('alter table "PortalVisit" add constraint "PortalVisit_grantId_unique" unique ("grantId")')
    this.addSql(
      'create table "Disclosure" ("id" serial primary key, "at" timestamptz not null, "client" varchar(255) not null, "scope" varchar(255) not null, "sub" varchar(64) not null, "session" int not null)',
    )
    this.addSql(
      'alter table "Disclosure" add constraint "Disclosure_session_foreign" foreign key ("session") references "ConnectionSession" ("id")',
    )
    this.addSql('create index "Disclosure_sub_index" on "Disclosure" ("sub")')
    this.addSql('create index "Disclosure_session_index" on "Disclosure" ("session")')
    this.addSql('alter table "ConnectionSession" add "portal" varchar(255) null')
    this.addSql(`alter table "ConnectionSession" add "audience" varchar(16) not null default 'own'`)
    this.addSql('alter table "ConnectionSession" add "student" int null')
    this.addSql('create index "ConnectionSession_student_index" on "ConnectionSession" ("student")')
  }

  override down(): void {
    this.addSql('alter table "ConnectionSession" drop column "student", drop column "audience", drop column "portal"')
    for (const table of ['Disclosure', 'SealedIdentity', 'PortalVisit', 'Student', 'SealedKey', 'OidcRecord']) {
      this.addSql(`drop table "${table}"`)
    }
  }
}
