import { setTimeout as delay } from 'node:timers/promises'
import type Sqlite from 'better-sqlite3'
import { AppError, unavailable } from '../../errors.ts'

/** SQLite's result codes for "not now": https://sqlite.org/rescode.html */
const unavailableCode = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|NOMEM|PROTOCOL|CORRUPT|NOTADB|PERM|NOLFS)/
const busyCode = /^SQLITE_(BUSY|PROTOCOL)/
const brokenCode = /^SQLITE_(IOERR|CORRUPT|NOTADB)/

/** How long another program's lock is waited for; then 503, and the sender tries again. */
export const busyWaitMs = 500
const pauseMs = 10

/** Another program holds it. */
export function isBusy(error: unknown): boolean {
  return busyCode.test(codeOf(error))
}

/** The file cannot be read or written now. */
function isUnavailable(error: unknown): boolean {
  return unavailableCode.test(codeOf(error))
}

/**
 * What `task` on `db` answers. While another program holds the file it is tried again until `deadlineMs` (of `performance.now()`),
 * but at least once; nothing else of this process waits for that.
 *
 * @throws AppError `DATABASE_UNAVAILABLE` where the file cannot be used.
 */
export async function whileAvailable<Result>(
  db: Sqlite.Database,
  task: () => Result | Promise<Result>,
  deadlineMs = performance.now() + busyWaitMs,
): Promise<Result> {
  for (;;) {
    try {
      return await task()
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadlineMs) throw toAppError(db, error)
    }
    await delay(pauseMs)
  }
}

/** `error`, which `db` has thrown, as callers know it. */
export function toAppError(db: Sqlite.Database, error: unknown): unknown {
  if (error instanceof AppError || !isUnavailable(error)) return error
  if (db.open && brokenCode.test(codeOf(error))) db.pragma('shrink_memory') // pages that came wrong are not kept: the disk is asked again
  return unavailable(error)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
