import { Migration } from '@mikro-orm/migrations'

/**
 * What a student can quote, what ended a session, and the number that was given out. Sessions from before get a reference
 * that follows from their row's number, spread so that neighbours look nothing alike; what ended them is in their history.
 */
export class Outcomes extends Migration {
  override up(): void {
    this.addSql('alter table `ConnectionSession` add column `reference` text null')
    this.addSql('alter table `ConnectionSession` add column `endedBy` text null')
    this.addSql('alter table `ConnectionSession` add column `registrationNumber` text null')
    this.addSql('alter table `ConnectionSession` add column `numberedVersion` integer null')
    this.addSql(`update "ConnectionSession" set "reference" = ${spread()}`)
    this.addSql(
      `update "ConnectionSession" set "endedBy" = (select "cause" from "SessionHistory" as h where h."session" = "ConnectionSession"."id" and h."status" in ('error', 'abandoned') order by h."version" limit 1) where "status" in ('error', 'abandoned')`,
    )
    this.addSql('create unique index `ConnectionSession_reference_unique` on `ConnectionSession` (`reference`)')
  }

  override down(): void {
    this.addSql('drop index `ConnectionSession_reference_unique`')
    for (const column of ['numberedVersion', 'registrationNumber', 'endedBy', 'reference']) {
      this.addSql(`alter table \`ConnectionSession\` drop column \`${column}\``)
    }
  }
}

/** Six of thirty signs. The factor has no divisor in common with the 30⁶ references there are, so that no two rows get the same. */
function spread(): string {
  const signs = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
  const digits = Array.from({ length: 6 }, (_, place) => {
    return `substr('${signs}', ("id" * 450546779 % 729000000) / ${30 ** place} % 30 + 1, 1)`
  })
  return digits.join(' || ')
}
