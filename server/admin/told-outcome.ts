import type { SessionState } from '../../shared/advance.ts'
import type { SessionCoverage } from '../../shared/session-coverage.ts'
import { type OutcomeFacts, outcomeOf } from '../../shared/session-outcome.ts'
import type { FunnelStep } from './funnel.ts'

export interface OutcomeContext {
  readonly coverage: () => Promise<Pick<SessionCoverage, 'stuck'>>
}

/** What a session came to and, where it is open and stands still, at which step of the funnel. */
export async function readOutcomes({ coverage }: OutcomeContext) {
  const stuck = new Set((await coverage()).stuck.map(({ sessionId }) => sessionId))
  return (session: OutcomeFacts & { readonly sessionId: string }) => {
    const outcome = outcomeOf(session)
    const isStalled = outcome === 'open' && stuck.has(session.sessionId)
    return { outcome, stalledAt: isStalled ? furthestStep(session) : null }
  }
}

function furthestStep({ status, proof, credential }: SessionState): FunnelStep {
  if (credential === 'offer' || credential === 'request') return 'offered'
  if (proof === 'verified') return 'verified'
  if (proof === 'presentation') return 'shared'
  if (status === 'active' || status === 'completed') return 'connected'
  return status === 'invitation' ? 'started' : 'scanned'
}
