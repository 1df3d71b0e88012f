import { codeOf } from '../live/failure.ts'

/** Why signing in did not work, and what to do. */
export function refusalWords(error: unknown): string {
  switch (codeOf(error)) {
    case 'UNAUTHORIZED':
    case 'BAD_REQUEST':
      return 'That is not the admin token.'
    case 'TOO_MANY_REQUESTS':
      return 'Too many wrong tokens came from this address. Wait a minute, then try again.'
    case 'FORBIDDEN':
    case 'NOT_FOUND':
    case 'PRECONDITION_FAILED':
      return 'Signing in is turned off on this server: it has no ADMIN_TOKEN.'
    default:
      return 'The server did not answer. Check your connection, then try again.'
  }
}
