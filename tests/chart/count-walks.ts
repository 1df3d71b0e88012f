import { advance, initialState } from '../../shared/advance.ts'
import { sessionChart, statesOf, transitionsOf } from '../../shared/session-chart.ts'
import { stateIdsOf } from '../../shared/state-ids.ts'
import { readModel } from './session-model.ts'

/** How often the tests are where, by the chart's ids: `test-coverage.json`, which the visualiser shows. */
export interface WalksCount {
  readonly sessions: number
  /** How often each state is entered, the first ones included. */
  readonly states: Readonly<Record<string, number>>
  readonly transitions: Readonly<Record<string, number>>
}

/**
 * Counts what the test of the model drives through a real server, from the machine alone: a session for every transition
 * and one for every state, each until time has ended it where time can. That the server counts the same is the test's to see.
 */
export function countWalks(): WalksCount {
  const { transitions, states } = readModel()
  const walks = [...transitions.map(({ path, event }) => [...path, event]), ...states.map(({ path }) => path)]
  const entered = new Map(statesOf(sessionChart).map(({ id }) => [id, 0]))
  const taken = new Map(transitionsOf(sessionChart).map(({ id }) => [id, 0]))
  for (const walk of walks) {
    let state = initialState
    for (const id of stateIdsOf(state)) addOne(entered, id)
    for (const event of [...walk, 'session.expired' as const]) {
      const answer = advance(state, event)
      if (answer.outcome !== 'applied') continue
      const before = stateIdsOf(state)
      state = answer.state
      for (const step of transitionsOf(sessionChart)) {
        if (step.event !== event || !before.includes(step.from)) continue
        addOne(taken, step.id)
        addOne(entered, step.to)
      }
    }
  }
  return { sessions: walks.length, states: Object.fromEntries(entered), transitions: Object.fromEntries(taken) }
}

function addOne(counts: Map<string, number>, id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1)
}
