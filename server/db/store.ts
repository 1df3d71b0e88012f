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

/** Makes what was cleared from rows unreadable in the database's files too, as far as that is ours to do. */
export interface Erasure {
  /** The column that numbers the history's rows, in the order they lie in where that matters. */
  readonly historyKey: string
  /** Within the transaction that cleared something in rows `from` to `to`: overwrites every page that may have held it. */
  overwrite(table: string, from: number, to: number): void
  /**
   * After the last of these: empties the write-ahead log. Answers whether nothing can be read in the files any more.
   * `thoroughly` also writes the whole file anew, while everything else waits.
   */
  finish(thoroughly: boolean): Promise<boolean>
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
  readonly erasure: Erasure
  /** Whether the database answers. */
  isReady(): Promise<boolean>
  close(): Promise<void>
}
