import { type Chart, type ChartState, sessionChart } from './session-chart.ts'
import type { RequestType } from './session-status.ts'
import { causeOf } from './state-ids.ts'

/** Where each region leads when all goes well. */
const goals: Readonly<Record<string, string>> = {
  connection: 'connection.completed',
  credential: 'credential.issued',
  proof: 'proof.verified',
}

/** An authentication ends with the proof: no credential is issued. */
const regionsFor = {
  registration: ['connection', 'proof', 'credential'],
  authentication: ['connection', 'proof'],
} satisfies Record<RequestType, string[]>

/**
 * The ids of the states that a session passes when nothing is lost and nobody declines: in each of its regions the
 * longest way to where that region leads. A state added on the way is expected as soon as the machine has it.
 */
export function expectedPath(requestType: RequestType, chart: Chart = sessionChart): string[] {
  return regionsFor[requestType].flatMap((region) => longestWay(chart, region))
}

/** The longest way of one region, its goal last. Empty where the region or its goal does not exist. */
export function longestWay(chart: Chart, region: string): string[] {
  const drawn = chart.regions.find(({ name }) => name === region)
  const initial = drawn?.states.find(({ isInitial }) => isInitial)
  const goal = goals[region]
  if (!drawn || !initial || goal === undefined) return []
  const walk = (from: string, passed: readonly string[]): string[] => {
    const way = [...passed, from]
    if (from === goal) return way
    const onward = drawn.transitions.filter(
      ({ from: source, to, event }) => source === from && !way.includes(to) && causeOf(event) === 'webhook', // asking again is nobody's plan
    )
    return onward.map(({ to }) => walk(to, way)).reduce((best, next) => (next.length > best.length ? next : best), [])
  }
  return walk(initial.id, [])
}

/** Whether a session is meant to move on from this state by itself, so that standing still there is worth a look. */
export function isIntermediate(chart: Chart, { id }: Pick<ChartState, 'id'>): boolean {
  const region = chart.regions.find(({ states }) => states.some((state) => state.id === id))
  if (!region) return false
  const way = longestWay(chart, region.name)
  const waitsForAnother = region.transitions.filter(({ from }) => from === id).every(({ guard }) => guard !== null)
  const isInitial = region.states.some((state) => state.id === id && state.isInitial)
  return way.includes(id) && way.at(-1) !== id && !(isInitial && waitsForAnother)
}
