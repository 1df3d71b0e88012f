import type { SessionView } from '../../shared/session-view.ts'
import type { WatchedView } from '../live/use-live-session.ts'
import { isFinished } from './step.ts'

/** What a student can have the wallet asked for anew, and which of the actions' words the button for it has. */
export interface Again {
  readonly procedure: 'requestProof' | 'offerCredential'
  readonly words: 'askAgain' | 'tryAgain' | 'shareAnother'
}

/**
 * What to ask the wallet for again: after a refusal of the student's, of the platform's, or after a check that failed; and
 * where nothing came of it for long. The server asks for everything else by itself.
 */
export function againFor(view: WatchedView, isSlow: boolean): Again | null {
  const { proof, credential, requestType, problem } = view
  if (!isUsable(view) || isFinished(view)) return null
  if (proof === 'verified') {
    if (requestType !== 'registration') return null
    if (problem) return { procedure: 'offerCredential', words: 'tryAgain' }
    return credential === 'declined' || isSlow ? { procedure: 'offerCredential', words: 'askAgain' } : null
  }
  if (proof === 'failed') return { procedure: 'requestProof', words: 'shareAnother' }
  if (problem) return { procedure: 'requestProof', words: 'tryAgain' }
  return proof === 'declined' || isSlow ? { procedure: 'requestProof', words: 'askAgain' } : null
}

/** Whether the next step is the server's own, which can only be held up by the platform. */
export function isServersTurn(view: SessionView): boolean {
  const { proof, credential } = view
  if (!isUsable(view) || isFinished(view)) return false
  return proof === 'idle' || proof === 'presentation' || (proof === 'verified' && credential === 'idle')
}

/** Whether credentials can be exchanged. */
function isUsable({ status }: SessionView): boolean {
  return status === 'active' || status === 'completed'
}
