import type { Outcome } from '../../shared/webhook-event.ts'

/** What each outcome means to who reads it. */
export const outcomeWords = {
  applied: 'It moved its session, or told what was already so of it.',
  stale: 'The session was already at or past that state, or had ended. Nothing was changed.',
  unmatched: 'No session matches it yet, or its connection is not up yet. It is applied when that changes.',
  ignored: 'Nothing here knows this topic. It is stored and changes nothing.',
  failed: 'Applying it failed. It can be replayed.',
} satisfies Record<Outcome, string>
