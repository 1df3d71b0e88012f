/**
 * Shares out work that every process could do: retries, retention, questions to the platform. Runs `work` where nobody
 * is at `name` at this moment, in this process or in another on the same database, and answers what it answers; where
 * somebody is, answers undefined at once and does nothing. The name is free again when `work` has settled, or when the
 * process that ran it has died, however it died.
 *
 * `name` says what must not be done twice at once: a whole job (`'retention'`) where one process at a time is enough, or
 * one row of it (`'retry:' + webhookId`) so that several processes share a list. `work` may take its time and call
 * others; on PostgreSQL it occupies one connection meanwhile. It still looks in its own transaction whether the work is
 * to do: somebody may have done it just before, and after a cut connection another process may have started already.
 *
 * What is done within one transaction needs no name: it takes its rows with `FOR UPDATE SKIP LOCKED`, as
 * `Transaction.expiredSessions` does.
 *
 * @throws what `work` throws; AppError `DATABASE_UNAVAILABLE` where the database does not answer.
 */
export type Claim = <Result>(name: string, work: () => Promise<Result>) => Promise<Result | undefined>

/** Claims among the tasks of this process, for a database that only one process uses. */
export function createLocalClaim(): Claim {
  const taken = new Set<string>()
  return async (name, work) => {
    if (taken.has(name)) return undefined
    taken.add(name)
    try {
      return await work()
    } finally {
      taken.delete(name)
    }
  }
}
