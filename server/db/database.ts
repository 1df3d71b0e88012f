import type { Kysely } from 'kysely'
import type { Channel } from './channel.ts'
import type { Claim } from './claim.ts'
import type { Tables } from './entities/entities.ts'
import type { Job } from './job.ts'
import type { SessionViews } from './session-views.ts'
import type { Transaction } from './transaction.ts'

/** Where limits that hold over all processes are counted: as much of a pool as rate-limiter-flexible asks for. */
export interface LimiterStore {
  /** @throws AppError `DATABASE_UNAVAILABLE` */
  query(statement: LimiterStatement): Promise<unknown>
}

export interface LimiterStatement {
  readonly name?: string
  readonly text: string
  readonly values?: unknown[]
}

/** Between processes on one database. */
export interface Shared {
  readonly channel: Channel
  readonly limiterStore: LimiterStore
}

/** Makes what was cleared from rows unreadable in the database's files too, as far as that is ours to do. */
export interface Erasure {
  /** The column that numbers the history's rows, in the order they lie in where that matters. */
  readonly historyKey: string
  /** Within the transaction that cleared something in rows `from` to `to`: overwrites every page that may have held it. */
  overwrite(table: string, from: number, to: number): void
  /**
   * After the last of these: empties the write-ahead log. Answers whether nothing can be read in the files any more.
   * `thoroughly` also writes the whole file anew, while everything else waits; `if-small` does so where that takes a second
   * or two at most, and else answers false.
   */
  finish(thoroughly: boolean | 'if-small'): Promise<boolean>
}

/** Runs a transaction; see `Database`. */
export interface Transactions {
  /** How many transactions can usefully run at once. */
  readonly concurrency: number
  /**
   * Runs `work` in one transaction and resolves after the commit: what was written is then on disk. `work` awaits
   * nothing but `tx`. Where it throws, nothing is written. Where another process was in its way it is run again from
   * the start, so it changes nothing but `tx` and what it makes itself.
   *
   * @throws AppError `DATABASE_UNAVAILABLE` where the database cannot be written now.
   */
  transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>
  /** The same for what can be asked for by its name, and is then carried out elsewhere where that is quicker. */
  perform<Input, Output>(job: Job<Input, Output>, input: Input): Promise<Output>
}

/** The database, open and migrated. */
export interface Database extends Transactions {
  /** Typed queries over what is committed, without waiting for a transaction. @throws AppError `DATABASE_UNAVAILABLE` */
  readonly query: Kysely<Tables>
  readonly views: SessionViews
  /** Has jobs carried out by a thread of its own from when that is ready, where the database is a file; its code is `script`. */
  startWriter(script: URL): void
  /** Shares work out among all processes on this database. */
  readonly claim: Claim
  /** What processes on this database share beside its rows; undefined where there is only one process. */
  readonly shared: Shared | undefined
  readonly erasure: Erasure
  /** Resolves once every transaction, of whatever process, that was open has ended: those that go on have begun after what is committed now. */
  settled(): Promise<void>
  /** Whether the database can be read and written; it is tried every few seconds at most. */
  isReady(): Promise<boolean>
  close(): Promise<void>
}
