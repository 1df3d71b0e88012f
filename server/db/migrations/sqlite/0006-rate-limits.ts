import { Migration } from '@mikro-orm/migrations'

/** The table of PostgreSQL's shared limits, kept here so that both databases have the same; SQLite's one process counts in memory. */
export class RateLimits extends Migration {
  override up(): void {
    this.addSql('drop table `Allowance`')
    this.addSql(
      'create table `RateLimit` (`key` text not null, `points` integer not null default 0, `expire` bigint null, primary key (`key`))',
    )
  }

  override down(): void {
    this.addSql('drop table `RateLimit`')
    this.addSql(
      'create table `Allowance` (`key` text not null, `taken` text not null, `freeAt` datetime not null, primary key (`key`))',
    )
  }
}
