import type { SessionState } from './advance.ts'
import { groupBy } from './group-by.ts'
import { type Chart, type ChartTransition, sessionChart } from './session-chart.ts'
import type { SessionEvent } from './session-status.ts'

/** The regions of the chart by the names that a session's state has for them. */
export const regionFields = { connection: 'status', credential: 'credential', proof: 'proof' } as const

/** The ids of the chart's states that a session is in, one a region. */
export function stateIdsOf(state: SessionState): string[] {
  return Object.entries(regionFields).map(([region, field]) => `${region}.${state[field]}`)
}

/**
 * The transitions that led from one state to the next: one for each region that changed. A region can reach
 * a state by several events; what caused the change tells them apart: time, someone's cancelling, or a webhook.
 */
export function stepsBetween(
  before: SessionState,
  after: SessionState,
  cause: string,
  chart: Chart = sessionChart,
): ChartTransition[] {
  const from = stateIdsOf(before)
  const to = stateIdsOf(after)
  return from.flatMap((place, index) => {
    if (place === to[index]) return []
    const between = waysOf(chart).get(`${place} ${to[index]}`) ?? []
    return between.find(({ event }) => causeOf(event) === causeFamily(cause)) ?? between[0] ?? []
  })
}

const waysByChart = new WeakMap<Chart, ReadonlyMap<string, readonly ChartTransition[]>>()

/** The transitions of a chart by where they lead from and to. A session of ten thousand steps asks for them as often. */
function waysOf(chart: Chart): ReadonlyMap<string, readonly ChartTransition[]> {
  const known = waysByChart.get(chart)
  if (known) return known
  const transitions = chart.regions.flatMap((region) => region.transitions)
  const ways = groupBy(transitions, ({ from, to }) => `${from} ${to}`)
  waysByChart.set(chart, ways)
  return ways
}

const causes: ReadonlyMap<SessionEvent, string> = new Map([
  ['session.expired', 'expiry'],
  ['session.cancelled', 'cancel'],
  ['session.proof-renewed', 'renewal'],
  ['session.offer-renewed', 'renewal'],
])
const ownCauses: ReadonlySet<string> = new Set(causes.values())

/** How a version comes about that this event makes: time, someone's wish, or a webhook. */
export function causeOf(event: SessionEvent): string {
  return causes.get(event) ?? 'webhook'
}

/** What the platform told in another way than by webhook is told in the same events. */
function causeFamily(cause: string): string {
  return ownCauses.has(cause) ? cause : 'webhook'
}
