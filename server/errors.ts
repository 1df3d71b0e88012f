export type AppErrorCode =
  | 'BAD_REQUEST'
  | 'UNAUTHORIZED'
  | 'TOO_MANY_ATTEMPTS'
  | 'PURGED'
  | 'NOT_FOUND'
  | 'NOT_CONNECTED'
  | 'SESSION_ENDED'
  | 'SEND_REFUSED'
  | 'PLATFORM_FAILED'
  | 'PLATFORM_BUSY'
  | 'DATABASE_UNAVAILABLE'

/** An expected failure whose message is safe to show to a caller. */
export class AppError extends Error {
  readonly code: AppErrorCode

  constructor(code: AppErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
  }
}

/** The database cannot be used now; whoever asked may try again. */
export function unavailable(cause: unknown): AppError {
  return new AppError('DATABASE_UNAVAILABLE', 'The database is not available', { cause })
}
