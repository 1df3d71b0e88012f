import { codeOf } from '../live/failure.ts'
import type { Words } from '../ui/status-card.tsx'

/** What a failed call means to the student: whose side it failed on, what became of it, and what to do. */
export function failureWords(error: unknown): Words {
  switch (codeOf(error)) {
    case null:
      return {
        tone: 'problem',
        title: 'No connection',
        text: 'We could not reach NELFUND from this device. Check your internet connection, then try again.',
      }
    case 'BAD_GATEWAY':
      return {
        tone: 'problem',
        title: 'The wallet service did not answer',
        text: 'Nothing was saved and nothing is lost. Wait a minute, then try again.',
      }
    case 'PRECONDITION_FAILED':
      return {
        tone: 'problem',
        title: 'Your wallet is not ready yet',
        text: 'Open your wallet app, wait until it shows the connection, then try again.',
      }
    default:
      return {
        tone: 'problem',
        title: 'That did not work',
        text: 'The fault is ours, and nothing you did is lost. Wait a minute, then try again.',
      }
  }
}
