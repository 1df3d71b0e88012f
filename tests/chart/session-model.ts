import { adjacencyMapToArray, getAdjacencyMap, getShortestPaths } from 'xstate/graph'
import type { SessionState } from '../../shared/advance.ts'
import { sessionMachine } from '../../shared/session-machine.ts'
import { CredentialStatus, ProofStatus, SessionEvent, SessionStatus } from '../../shared/session-status.ts'

/** One transition out of one reachable state of all three regions: how to get there, what to cause, where it leads. */
export interface TransitionCase {
  readonly path: readonly SessionEvent[]
  readonly event: SessionEvent
  readonly after: SessionState
}

/** One reachable state, and every event that changes nothing there. */
export interface StateCase {
  readonly path: readonly SessionEvent[]
  readonly state: SessionState
  readonly refused: readonly SessionEvent[]
}

interface Placed {
  readonly value: unknown
}

const options = {
  events: SessionEvent.options.map((type) => ({ type })),
  serializeState: ({ value }: Placed) => JSON.stringify(value),
}

/** Everything that the machine can do, from the machine itself: nothing here lists a state or a transition. */
export function readModel(): { transitions: TransitionCase[]; states: StateCase[] } {
  const paths = new Map(
    getShortestPaths(sessionMachine, options).map(({ state, steps }) => [
      options.serializeState(state),
      steps.flatMap(({ event }) => SessionEvent.safeParse(event.type).data ?? []), // the first step only starts it
    ]),
  )
  const edges = adjacencyMapToArray(getAdjacencyMap(sessionMachine, options))
  const transitions: TransitionCase[] = []
  const states: StateCase[] = []
  for (const [key, outgoing] of Map.groupBy(edges, ({ state }) => options.serializeState(state))) {
    const path = paths.get(key) ?? []
    const refused: SessionEvent[] = []
    for (const { event, nextState } of outgoing) {
      const type = SessionEvent.parse(event.type)
      if (options.serializeState(nextState) === key) refused.push(type)
      else transitions.push({ path, event: type, after: toState(nextState) })
    }
    const [first] = outgoing
    if (first) states.push({ path, state: toState(first.state), refused })
  }
  return { transitions, states }
}

function toState({ value }: Placed): SessionState {
  const regions = Object.fromEntries(Object.entries(Object(value)))
  return {
    status: SessionStatus.parse(regions.connection),
    credential: CredentialStatus.parse(regions.credential),
    proof: ProofStatus.parse(regions.proof),
  }
}
