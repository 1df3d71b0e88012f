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
  const { meta } = Object(error)
  if (Object(meta?.responseJSON).error === notSetUp) return 'NOT_SET_UP'
  const code: unknown = saidOf(error).code
  return typeof code === 'string' ? code : null
}

/** What the server says of a failed call, in whichever client's error; nothing where no answer of its own came back. */
export function saidOf(error: unknown): Readonly<Record<string, unknown>> {
  return Object(error instanceof Error && 'data' in error ? error.data : null)
}

/** Whether the server says that waiting changes nothing, such as where the platform refuses it. */
export function isForGood(error: unknown): boolean {
  return saidOf(error).waitingHelps === false
}

/** Whether the same call may well succeed a little later. */
export function isTransient(error: unknown): boolean {
  if (isForGood(error)) return false
  const code = codeOf(error)
  return code === null || passing.has(code)
}

/** Whether the server knows no such session: gone, or an id that never was one. */
export function isUnknownSession(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'NOT_FOUND' || code === 'BAD_REQUEST'
}
