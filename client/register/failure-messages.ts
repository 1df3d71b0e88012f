import { codeOf, isForGood } from '../live/failure.ts'
import { problem, type StatusMessage } from '../ui/status-card.tsx'

/** What a failed call means to the student: whose side it failed on, what is known of it, which may be nothing, and what to do. */
export function failureMessage(error: unknown): StatusMessage {
  switch (codeOf(error)) {
    case null:
      return problem(
        'No answer',
        'No answer came from NELFUND. Check your internet connection, then try again. Asking twice does no harm.',
      )
    case 'NOT_SET_UP':
      return problem(
        'This address is not set up',
        'Your internet connection is fine, but this page does not work under the address in your browser. Whoever runs it must set PUBLIC_URL to that address.',
      )
    case 'BAD_GATEWAY':
      if (isForGood(error))
        return problem(
          'Registration is not working at the moment',
          'The wallet service does not accept our requests. NELFUND has to mend this; trying again at once will not help. Tell us with the help link on this page, or come back on another day.',
        )
      return problem('The wallet service did not answer', 'Wait a minute, then try again. Asking twice does no harm.')
    case 'PRECONDITION_FAILED':
      return problem(
        'Your wallet is not ready yet',
        'Open your wallet app, wait until it shows the connection, then try again.',
      )
    default:
      return problem('That did not work', 'Something went wrong on our side. Wait a minute, then try again.')
  }
}
