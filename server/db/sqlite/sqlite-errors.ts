import { setTimeout as delay } from 'node:timers/promises'
import { AppError, unavailable } from '../../errors.ts'

/** SQLite's result codes for "not now": https://sqlite.org/rescode.html */
const unavailableCode = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|NOMEM|PROTOCOL|CORRUPT|NOTADB|PERM|NOLFS)/
const busyCode = /^SQLITE_(BUSY|PROTOCOL)/

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
 * What `task` answers. While another program holds the file it is tried again until `deadlineMs` (of `performance.now()`),
 * but at least once; nothing else of this process waits for that.
 *
 * @throws AppError `DATABASE_UNAVAILABLE` where the file cannot be used.
 */
export async function whileAvailable<Result>(
  task: () => Result | Promise<Result>,
  deadlineMs = performance.now() + busyWaitMs,
): Promise<Result> {
  for (;;) {
    try {
      return await task()
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadlineMs) throw toAppError(error)
    }
    await delay(pauseMs)
  }
}

/** `error` as callers know it. */
export function toAppError(error: unknown): unknown {
  return !(error instanceof AppError) && isUnavailable(error) ? unavailable(error) : error
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
