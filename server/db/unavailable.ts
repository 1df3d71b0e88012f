import { AppError } from '../errors.ts'

/** The database cannot be used now; whoever asked may try again. */
export function unavailable(cause: unknown): AppError {
  return new AppError('DATABASE_UNAVAILABLE', 'The database is not available', { cause })
}
