import type { Ledger } from './ledger.ts'
import type { SessionQueries } from './session-queries.ts'

/** The database, open and migrated. */
export interface Store {
  readonly ledger: Ledger
  readonly sessions: SessionQueries
  /** Whether the database answers. */
  isReady(): Promise<boolean>
  close(): Promise<void>
}
