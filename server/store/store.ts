import type { Allowance } from './allowance.ts'
import type { Channel } from './channel.ts'
import type { Claim } from './claim.ts'
import type { Ledger } from './ledger.ts'
import type { SessionQueries } from './session-queries.ts'
import type { Execute } from './statement.ts'

/** Between processes on one database. */
export interface Shared {
  readonly channel: Channel
  readonly allowance: Allowance
}

/** The database, open and migrated. */
export interface Store {
  readonly ledger: Ledger
  readonly sessions: SessionQueries
  /** Reads what is committed, without waiting for a transaction. */
  readonly read: Execute
  /** Shares work out among all processes on this database. */
  readonly claim: Claim
  /** What processes on this database share beside its rows; undefined where there is only one process. */
  readonly shared: Shared | undefined
  /**
   * Makes what was deleted unreadable in the database's files. Answers false where that would take too long while the
   * server runs, unless `patient`, or is the database server's own business.
   */
  scrub(patient: boolean): Promise<boolean>
  /** Whether the database answers. */
  isReady(): Promise<boolean>
  close(): Promise<void>
}
