import { codeOf, isForGood } from '../live/failure.ts'

/** What a failed call means to the student: whose side it failed on, and what is known of it, which may be nothing. */
export function failureStatus(error: unknown) {
  switch (codeOf(error)) {
    case null:
      return 'noAnswer'
    case 'NOT_SET_UP':
      return 'notSetUp'
    case 'BAD_GATEWAY':
      return isForGood(error) ? 'closed' : 'platformAway'
    case 'PRECONDITION_FAILED':
      return 'notReady'
    default:
      return 'trouble'
  }
}
