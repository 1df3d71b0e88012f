import { codeOf, saidOf } from './failure.ts'

/** Answers by which the server says that it has not done what it was asked for. */
const refusals: ReadonlySet<unknown> = new Set([
  'BAD_GATEWAY',
  'BAD_REQUEST',
  'CONFLICT',
  'FORBIDDEN',
  'NOT_FOUND',
  'NOT_SET_UP',
  'PRECONDITION_FAILED',
  'TOO_MANY_REQUESTS',
  'UNAUTHORIZED',
])

/**
 * Whether something that was asked for is known not to be done. Where no answer came back, something broke at the server, or
 * the platform did not answer it, nobody here knows, and no page may claim it.
 */
function isUndone(error: unknown): boolean {
  return saidOf(error).effect !== 'unknown' && refusals.has(codeOf(error))
}

/**
 * What to tell an operator of something that was asked for and failed: `notDone`, such as "The test was not sent", only where that
 * is known, else that it is not known whether "the test was sent".
 */
export function failureText(error: Pick<Error, 'message'>, notDone: string, whether: string): string {
  const said = codeOf(error) === null ? 'The server did not answer' : error.message.replace(/\.$/, '')
  return isUndone(error) ? `${notDone}: ${said}.` : `${said}. It is not known whether ${whether}.`
}
