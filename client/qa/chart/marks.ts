import { advance, type SessionState } from '../../../shared/advance.ts'
import { longestWay } from '../../../shared/expected-path.ts'
import { groupBy } from '../../../shared/group-by.ts'
import { type ChartTransition, sessionChart, transitionsOf } from '../../../shared/session-chart.ts'
import type { RequestType, SessionEvent } from '../../../shared/session-status.ts'
import { stateIdsOf, stepsBetween } from '../../../shared/state-ids.ts'

/** What the drawing shows on top of the machine, by the chart's ids. */
export interface Marks {
  /** States it is in now. */
  readonly current: ReadonlySet<string>
  /** States and transitions of the path taken so far. */
  readonly passed: ReadonlySet<string>
  /** The transitions taken last. */
  readonly last: ReadonlySet<string>
  /** What caused those, such as "webhook". */
  readonly cause: string | null
  /** Transitions that can be taken from here. */
  readonly possible: ReadonlySet<string>
  /** States of the path that were jumped over. */
  readonly skipped: ReadonlySet<string>
  /** States and transitions of the session that it is compared with; those that it is in now are in `otherCurrent`. */
  readonly other: ReadonlySet<string>
  readonly otherCurrent: ReadonlySet<string>
  /** How often each state was entered and each transition taken; null where nothing is counted. */
  readonly counts: ReadonlyMap<string, number> | null
  /** How long states last, in any unit, where they are to be told apart by that and not by how often; else null. */
  readonly lengths: ReadonlyMap<string, number> | null
  /** Whether what was never counted is a fault, as it is where tests are counted. */
  readonly isLacking: boolean
}

export const noMarks: Marks = {
  current: new Set(),
  passed: new Set(),
  last: new Set(),
  cause: null,
  possible: new Set(),
  skipped: new Set(),
  other: new Set(),
  otherCurrent: new Set(),
  counts: null,
  lengths: null,
  isLacking: false,
}

/** A step of a path: from one state to another, and what caused it. */
export interface PathStep {
  readonly before: SessionState | null
  readonly after: SessionState | null
  readonly cause: string
}

/** The marks of a session in `state` after `path`. */
export function marksOf(state: SessionState, path: readonly PathStep[], requestType?: RequestType): Marks {
  const passed = new Set<string>()
  let last: string[] = []
  let cause: string | null = null
  for (const { before, after, cause: by } of path) {
    if (!after) continue
    for (const id of stateIdsOf(after)) passed.add(id)
    const taken = before ? stepsBetween(before, after, by) : []
    if (taken.length === 0) continue
    last = taken.map(({ id }) => id)
    cause = by
    for (const id of last) passed.add(id)
  }
  return {
    ...noMarks,
    current: new Set(stateIdsOf(state)),
    passed,
    last: new Set(last),
    cause,
    possible: new Set(possibleFrom(state, requestType).map(({ id }) => id)),
    skipped: skippedBy(passed),
  }
}

/** The marks of counted sessions, or of counted tests. */
export function countMarks(counts: ReadonlyMap<string, number>, rest: Partial<Marks> = {}): Marks {
  return { ...noMarks, ...rest, counts }
}

/** How much of the largest value one is, from 0 to 1, by its root: so small ones still differ. */
export function rootShare(value: number, all: ReadonlyMap<string, number>): number {
  return Math.sqrt(Math.min(1, value / Math.max(1, ...all.values())))
}

/** The same marks with those of another session beside them. */
export function compareMarks(marks: Marks, other: Marks): Marks {
  return { ...marks, other: other.passed, otherCurrent: other.current }
}

/** The transitions that can be taken from a state. */
export function possibleFrom(state: SessionState, requestType?: RequestType): ChartTransition[] {
  const here = new Set(stateIdsOf(state))
  return transitionsOf(sessionChart).filter(
    ({ from, event }) => here.has(from) && advance(state, event, requestType).outcome === 'applied',
  )
}

/** The events that a session in `state` takes, those that leave it where it is included, in the chart's order. */
export function possibleEvents(state: SessionState, requestType?: RequestType): SessionEvent[] {
  const here = new Set(stateIdsOf(state))
  const events = sessionChart.regions.flatMap(({ transitions, stays }) => [
    ...transitions.flatMap(({ from, event }) => (here.has(from) ? event : [])),
    ...stays.flatMap(({ state: at, event }) => (here.has(at) ? event : [])),
  ])
  return [...new Set(events)].filter((event) => advance(state, event, requestType).outcome === 'applied')
}

const ways = sessionChart.regions.map(({ name }) => longestWay(sessionChart, name))

/** Whether a state is off its region's longest way: where a session ends for want of something. */
export function isOffWay(id: string): boolean {
  return !ways.some((way) => way.includes(id))
}

/** How far along its region's way a state is, from 0 to 1; null for one off it. */
export function progressOf(id: string): number | null {
  const way = ways.find((one) => one.includes(id))
  return way ? way.indexOf(id) / Math.max(1, way.length - 1) : null
}

/** States of a region's longest way that a step has jumped over. */
function skippedBy(passed: ReadonlySet<string>): ReadonlySet<string> {
  const taken = transitionsOf(sessionChart).filter(({ id }) => passed.has(id))
  const over = ways.flatMap((way) =>
    taken.flatMap(({ from, to }) =>
      way.includes(from) && way.includes(to) ? way.slice(way.indexOf(from), way.indexOf(to)) : [],
    ),
  )
  return new Set(over.filter((id) => !passed.has(id)))
}

/** How a state or a transition is drawn. One word each, so that the page's style and its tests agree. */
export type Look = 'current' | 'last' | 'passed' | 'possible' | 'skipped' | 'seen' | 'unseen' | 'plain'

export function lookOfState(id: string, { counts, current, passed, possible, skipped }: Marks): Look {
  if (counts) return (counts.get(id) ?? 0) > 0 ? 'seen' : 'unseen'
  if (current.has(id)) return 'current'
  if (passed.has(id)) return 'passed'
  if (entering.get(id)?.some((transition) => possible.has(transition))) return 'possible'
  return skipped.has(id) ? 'skipped' : 'plain'
}

const entering: ReadonlyMap<string, readonly string[]> = new Map(
  [...groupBy(transitionsOf(sessionChart), ({ to }) => to)].map(([to, same]) => [to, same.map(({ id }) => id)]),
)

export function lookOfTransition(id: string, { counts, last, passed, possible }: Marks): Look {
  if (counts) return (counts.get(id) ?? 0) > 0 ? 'seen' : 'unseen'
  if (last.has(id)) return 'last'
  if (passed.has(id)) return 'passed'
  return possible.has(id) ? 'possible' : 'plain'
}

const strongest: readonly Look[] = ['last', 'passed', 'seen', 'possible', 'plain', 'unseen']

/** Several transitions drawn as one are drawn like the strongest of them. */
export function lookOfArrow(transitions: readonly ChartTransition[], marks: Marks): Look {
  const looks = new Set(transitions.map(({ id }) => lookOfTransition(id, marks)))
  return strongest.find((look) => looks.has(look)) ?? 'plain'
}

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** A count in at most five characters, such as "12", "1.2K" or "34M". */
export const shortCount = (count: number) => short.format(count)
