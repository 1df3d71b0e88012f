import { AppError, unavailable } from '../../errors.ts'
import { SettingLostError } from './connection-settings.ts'

/** Connection lost, database gone (it is being restored), out of resources, shutting down, broken files, read-only: https://www.postgresql.org/docs/18/errcodes-appendix.html */
const unavailableState = /^(08|3D000|53|57|58|25006|25P0[34]|XX)/
/** Another transaction was in the way: the same one, run again, can succeed. */
const conflictState = /^(40001|40P01|55P03|23505)$/
const brokenConnection =
  /ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|Connection terminated|timeout|not queryable|Client was closed|Cannot use a pool/

/** The database does not answer, or cannot write now. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof SettingLostError) return true
  const state = sqlState(error)
  return unavailableState.test(state) || brokenConnection.test(`${state} ${error.message}`)
}

/** Worth running the whole transaction again. */
export function isConflict(error: unknown): boolean {
  return error instanceof ConflictError || (error instanceof Error && conflictState.test(sqlState(error)))
}

/** Another process has changed what this transaction was built on. */
export class ConflictError extends Error {
  constructor(what: string) {
    super(`Another transaction was faster: ${what}`)
    this.name = 'ConflictError'
  }
}

/** What `task` answers. @throws AppError `DATABASE_UNAVAILABLE` where the database does not answer. */
export async function whileAvailable<Result>(task: () => Promise<Result>): Promise<Result> {
  try {
    return await task()
  } catch (error) {
    throw !(error instanceof AppError) && isUnavailable(error) ? unavailable(error) : error
  }
}

/** The five characters of SQLSTATE, a system error's name, or nothing. */
export function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
