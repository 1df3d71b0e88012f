import { advance, initialState, type SessionState } from '../../shared/advance.ts'
import { eventOf } from '../../shared/session-topic.ts'

/** The state that the stored events of a session say, given their topics in the order they are stored: what waits is tried again after each step. */
export function fold(topics: readonly string[]): SessionState {
  let state: SessionState = initialState
  const waiting: string[] = []
  const take = (topic: string) => {
    const event = eventOf(topic)
    const next = event ? advance(state, event) : ({ outcome: 'stale' } as const)
    if (next.outcome === 'applied') state = next.state
    return next.outcome
  }
  for (const topic of topics) {
    if (take(topic) === 'blocked') waiting.push(topic)
    else waiting.splice(0, waiting.length, ...waiting.filter((parked) => take(parked) === 'blocked'))
  }
  return state
}
