import { Migration } from '@mikro-orm/migrations'

/** Finds the sessions that stand still for good without a look at all the completed ones. */
export class StillSessions extends Migration {
  override up(): void {
    this.addSql(
      `create index "ConnectionSession_unsettled" on "ConnectionSession" ("expiresAt") where "connectionId" is not null and case "status" when 'invitation' then true when 'completed' then "proof" in ('request', 'presentation') or "proof" = 'idle' and "proofId" is not null or "credential" in ('offer', 'request') or "credential" = 'idle' and "credentialId" is not null else false end`,
    )
  }

  override down(): void {
    this.addSql('drop index "ConnectionSession_unsettled"')
  }
}
