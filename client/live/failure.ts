import { TRPCClientError } from '@trpc/client'

const passing: ReadonlySet<unknown> = new Set([
  'BAD_GATEWAY',
  'GATEWAY_TIMEOUT',
  'INTERNAL_SERVER_ERROR',
  'SERVICE_UNAVAILABLE',
  'TIMEOUT',
  'TOO_MANY_REQUESTS',
])

/** What the server answers under a name that is not its own; in no procedure's words, since it does not look at what is asked. */
const notSetUp = 'This address is not set up'

/**
 * The server's code for a failed call, such as `NOT_FOUND`, or null where no answer of its own came back; `NOT_SET_UP` where
 * the page was opened under another address than the server is set up for.
 */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof TRPCClientError)) return null
  const answer: unknown = error.meta?.responseJSON
  if (typeof answer === 'object' && answer !== null && 'error' in answer && answer.error === notSetUp)
    return 'NOT_SET_UP'
  const code: unknown = error.data?.code
  return typeof code === 'string' ? code : null
}

/** Whether the server says that waiting changes nothing, such as where the platform refuses it. */
export function isForGood(error: unknown): boolean {
  return error instanceof TRPCClientError && error.data?.waitingHelps === false
}

/** Whether the same call may well succeed a little later. */
export function isTransient(error: unknown): boolean {
  if (isForGood(error)) return false
  const code = codeOf(error)
  return code === null || passing.has(code)
}

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
export function isUndone(error: unknown): boolean {
  const isOpen = error instanceof TRPCClientError && error.data?.effect === 'unknown'
  return !isOpen && refusals.has(codeOf(error))
}

/**
 * What to tell an operator of something that was asked for and failed: `notDone`, such as "The test was not sent", only where that
 * is known, else that it is not known whether "the test was sent".
 */
export function failureText(error: Pick<Error, 'message'>, notDone: string, whether: string): string {
  const said = codeOf(error) === null ? 'The server did not answer' : error.message.replace(/\.$/, '')
  return isUndone(error) ? `${notDone}: ${said}.` : `${said}. It is not known whether ${whether}.`
}

/** Whether the server knows no such session: gone, or an id that never was one. */
export function isUnknownSession(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'NOT_FOUND' || code === 'BAD_REQUEST'
}
