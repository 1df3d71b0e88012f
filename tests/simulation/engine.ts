import type { HistoryRow, NewCommand, NewWebhook, SessionRow } from '../../server/db/transaction.ts'

/**
 * As much of PostgreSQL as the pipeline stands on, in memory and with every choice left to the simulation: transactions
 * at READ COMMITTED, a snapshot for each statement, rows that are locked until their transaction ends and read anew once a
 * statement gets them, unique keys that wait for whoever is about to take them, advisory locks, deadlocks found as they
 * arise. Written from PostgreSQL's own description, chapters "Transaction Isolation" and "Explicit Locking":
 * https://www.postgresql.org/docs/18/mvcc.html
 */
export function createEngine() {
  const stored = {
    sessions: new Map<number, SessionRow>(),
    webhooks: new Map<number, StoredWebhook>(),
    history: [] as HistoryRow[],
    commands: [] as NewCommand[],
    counters: new Map<string, number>(),
  }
  const holders = new Map<string, Transaction>()
  const sequences = { sessions: 0, webhooks: 0 }
  const commits: Commit[] = []

  const begin = (): Transaction => ({
    isFailed: false,
    waitsFor: null,
    sessions: new Map(),
    webhooks: new Map(),
    history: [],
    commands: [],
    counters: new Map(),
  })
  const end = (tx: Transaction) => {
    for (const [key, holder] of holders) if (holder === tx) holders.delete(key)
  }

  return {
    stored,
    commits,
    begin,
    nextId: (table: keyof typeof sequences): number => ++sequences[table],
    sessions: (tx: Transaction): SessionRow[] => visible(stored.sessions, tx.sessions),
    webhooks: (tx: Transaction): StoredWebhook[] => visible(stored.webhooks, tx.webhooks),
    rollback: end,
    commit(tx: Transaction): void {
      commits.push({
        created: [...tx.sessions.values()].filter(({ id }) => !stored.sessions.has(id)),
        webhooks: [...tx.webhooks.values()].filter(({ id }) => !stored.webhooks.has(id)).sort((a, b) => a.id - b.id),
        ended: tx.history.filter(({ cause }) => cause === 'expiry' || cause === 'cancel'),
      })
      for (const [id, row] of tx.sessions) stored.sessions.set(id, row)
      for (const [id, row] of tx.webhooks) stored.webhooks.set(id, row)
      stored.history.push(...tx.history)
      stored.commands.push(...tx.commands)
      for (const [key, count] of tx.counters) stored.counters.set(key, (stored.counters.get(key) ?? 0) + count)
      end(tx)
    },
    /** Whether the lock is this transaction's now. @throws SqlError where it is not to be waited for, or never comes. */
    lock(tx: Transaction, { key, orElse }: LockRequest): boolean {
      const holder = holders.get(key)
      if (!holder || holder === tx) {
        tx.waitsFor = null
        holders.set(key, tx)
        return true
      }
      if (orElse === 'fail') throw new SqlError('55P03')
      if (orElse === 'skip') return false
      tx.waitsFor = key
      for (let other: Transaction | undefined = holder; other; ) {
        const next: Transaction | undefined = other.waitsFor === null ? undefined : holders.get(other.waitsFor)
        if (next === tx) {
          tx.waitsFor = null
          throw new SqlError('40P01')
        }
        other = next
      }
      return false
    },
    isFree: (key: string): boolean => !holders.has(key),
  }
}

export type Engine = ReturnType<typeof createEngine>

export type StoredWebhook = NewWebhook & { readonly id: number; readonly attempts: number }

export interface Transaction {
  /** After an error nothing works any more until it is rolled back. */
  isFailed: boolean
  /** The lock that its statement waits for. */
  waitsFor: string | null
  readonly sessions: Map<number, SessionRow>
  readonly webhooks: Map<number, StoredWebhook>
  readonly history: HistoryRow[]
  readonly commands: NewCommand[]
  readonly counters: Map<string, number>
}

/** What a transaction did that others could not have done for it, in the order of the commits. */
export interface Commit {
  readonly created: readonly SessionRow[]
  /** New ones, in the order they came. */
  readonly webhooks: readonly StoredWebhook[]
  /** Sessions that ended by themselves or at somebody's wish. */
  readonly ended: readonly HistoryRow[]
}

export interface LockRequest {
  readonly key: string
  readonly orElse: 'wait' | 'fail' | 'skip'
}

/** An error with its SQLSTATE. */
export class SqlError extends Error {
  readonly code: string
  constructor(code: string) {
    super(`SQLSTATE ${code}`)
    this.name = 'SqlError'
    this.code = code
  }
}

function visible<Row>(committed: ReadonlyMap<number, Row>, own: ReadonlyMap<number, Row>): Row[] {
  const rows = [...committed].map(([id, row]) => own.get(id) ?? row)
  for (const [id, row] of own) if (!committed.has(id)) rows.push(row)
  return rows
}
