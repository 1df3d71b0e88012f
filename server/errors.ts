export type AppErrorCode =
  | 'BAD_REQUEST'
  | 'UNAUTHORIZED'
  | 'TOO_MANY_ATTEMPTS'
  | 'PURGED'
  | 'NOT_FOUND'
  | 'NOT_CONNECTED'
  | 'NOT_VERIFIED'
  | 'SESSION_ENDED'
  | 'SEND_REFUSED'
  | 'PLATFORM_FAILED'
  | 'PLATFORM_BUSY'
  | 'DATABASE_UNAVAILABLE'

/** An expected failure whose message is safe to show to a caller. */
export class AppError extends Error {
  readonly code: AppErrorCode
  /** When to try again, where that is known. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: AppErrorCode, message: string, options?: ErrorOptions & { readonly retryAfterSeconds?: number }) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
    this.retryAfterSeconds = options?.retryAfterSeconds ?? usualWaitSeconds[code]
  }
}

/** Of what passes by itself. */
const usualWaitSeconds: Partial<Record<AppErrorCode, number>> = { PLATFORM_BUSY: 5, DATABASE_UNAVAILABLE: 5 }

/** The database cannot be used now; whoever asked may try again. */
export function unavailable(cause: unknown): AppError {
  return new AppError('DATABASE_UNAVAILABLE', 'The database is not available', { cause })
}
