import { Migration } from '@mikro-orm/migrations'

/** Limits that hold over many processes. Unlogged: a minute's counts need not survive a crash, and cost no flush. */
export class RateLimits extends Migration {
  override up(): void {
    this.addSql('drop table "Allowance"')
    this.addSql(
      'create unlogged table "RateLimit" ("key" varchar(255) not null, "points" int not null default 0, "expire" bigint null, primary key ("key"))',
    )
  }

  override down(): void {
    this.addSql('drop table "RateLimit"')
    this.addSql(
      'create unlogged table "Allowance" ("key" varchar(64) not null, "taken" text not null, "freeAt" timestamptz not null, primary key ("key"))',
    )
  }
}
