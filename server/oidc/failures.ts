import { errors } from 'oidc-provider'
import { AppError } from '../errors.ts'
import { SealError } from '../secrets/sealer.ts'

/** What went wrong on our side, as OAuth names it (RFC 6749, section 4.1.2.1). */
export type OwnFailure = 'temporarily_unavailable' | 'server_error'

/** What `work` answers; what goes wrong on our side is thrown so that the provider tells the portal of it in OAuth's words. */
export async function inOAuthWords<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw toOAuthError(error)
  }
}

/** Which of the two it is that `error` means. */
export function toOwnFailure(error: unknown): OwnFailure {
  if (error instanceof errors.TemporarilyUnavailable || isUnavailable(error)) return 'temporarily_unavailable'
  return 'server_error'
}

function toOAuthError(error: unknown): unknown {
  if (isUnavailable(error))
    return Object.assign(new errors.TemporarilyUnavailable('the database is not available'), { statusCode: 503 })
  if (error instanceof SealError) {
    const failure = new errors.CustomOIDCProviderError('server_error', 'what was kept of this sign-in cannot be read')
    return Object.assign(failure, { statusCode: 500, cause: error })
  }
  return error
}

function isUnavailable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'DATABASE_UNAVAILABLE'
}
