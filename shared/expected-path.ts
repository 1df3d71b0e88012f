import { groupBy } from './group-by.ts'
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

/**
 * The longest way of one region, its goal last: to where it leads when all goes well, or, where nothing says so, to wherever
 * it is longest. Empty where the region or its goal does not exist. Ways back are none, and asking again is nobody's plan.
 */
export function longestWay(chart: Chart, region: string): string[] {
  const drawn = chart.regions.find(({ name }) => name === region)
  const initial = drawn?.states.find(({ isInitial }) => isInitial)
  if (!drawn || !initial) return []
  const goal = goals[region]
  const onward = groupBy(
    drawn.transitions.filter(({ event }) => causeOf(event) === 'webhook'),
    ({ from }) => from,
  )
  const known = new Map<string, readonly string[]>()
  const walk = (from: string, passed: ReadonlySet<string>): readonly string[] => {
    const answered = known.get(from)
    if (answered) return answered
    const here = new Set([...passed, from])
    const ways = (from === goal ? [] : (onward.get(from) ?? []))
      .filter(({ to }) => !here.has(to))
      .map(({ to }) => walk(to, here))
      .filter((way) => goal === undefined || way.at(-1) === goal)
    const best = ways.reduce((longest, way) => (way.length > longest.length ? way : longest), [])
    const way = [from, ...best]
    known.set(from, way)
    return way
  }
  const way = walk(initial.id, new Set())
  return goal === undefined || way.at(-1) === goal ? [...way] : []
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
