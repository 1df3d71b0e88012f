import { Migration } from '@mikro-orm/migrations'

/** Limits that hold over many processes. Unlogged: a minute's counts need not survive a crash, and cost no flush. */
export class Allowances extends Migration {
  override up(): void {
    this.addSql(
      'create unlogged table "Allowance" ("key" varchar(64) not null, "taken" text not null, "freeAt" timestamptz not null, primary key ("key"))',
    )
  }

  override down(): void {
    this.addSql('drop table "Allowance"')
  }
}
