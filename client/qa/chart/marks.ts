import { advance, type SessionState } from '../../../shared/advance.ts'
import { type ChartTransition, sessionChart, transitionsOf } from '../../../shared/session-chart.ts'
import type { TimelineEntry } from '../../../shared/session-timeline.ts'
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
  /** States that a session without trouble passes; drawn only where compared. */
  readonly expected: ReadonlySet<string>
  /** How often each state was entered and each transition taken; null where nothing is counted. */
  readonly counts: ReadonlyMap<string, number> | null
}

export const noMarks: Marks = {
  current: new Set(),
  passed: new Set(),
  last: new Set(),
  cause: null,
  possible: new Set(),
  expected: new Set(),
  counts: null,
}

/** A step of a path: from one state to another, and what caused it. */
export interface PathStep {
  readonly before: SessionState | null
  readonly after: SessionState | null
  readonly cause: string
}

/** The marks of a session in `state` after `path`. */
export function marksOf(state: SessionState, path: readonly PathStep[], expected: readonly string[] = []): Marks {
  const passed = new Set<string>(path.flatMap(({ after }) => (after ? stateIdsOf(after) : [])))
  let last: string[] = []
  let cause: string | null = null
  for (const step of path) {
    const taken = step.before && step.after ? stepsBetween(step.before, step.after, step.cause) : []
    if (taken.length === 0) continue
    last = taken.map(({ id }) => id)
    cause = step.cause
    for (const id of last) passed.add(id)
  }
  return {
    current: new Set(stateIdsOf(state)),
    passed,
    last: new Set(last),
    cause,
    possible: possibleFrom(state),
    expected: new Set(expected),
    counts: null,
  }
}

/** The marks of counted sessions. */
export function countMarks(counts: ReadonlyMap<string, number>): Marks {
  return { ...noMarks, counts }
}

/** The state that a timeline leads to: that of its last entry that has one. */
export function stateAt(entries: readonly TimelineEntry[]): SessionState | null {
  return entries.findLast(({ after }) => after !== null)?.after ?? null
}

function possibleFrom(state: SessionState): ReadonlySet<string> {
  const here = new Set(stateIdsOf(state))
  return new Set(
    transitionsOf(sessionChart).flatMap(({ id, from, event }) =>
      here.has(from) && advance(state, event).outcome === 'applied' ? [id] : [],
    ),
  )
}

/** How a state or a transition is drawn. One word each, so that the page's style and the exported picture agree. */
export type Look = 'current' | 'last' | 'passed' | 'possible' | 'seen' | 'unseen' | 'plain'

export function lookOfState(id: string, { counts, current, passed }: Marks): Look {
  if (counts) return (counts.get(id) ?? 0) > 0 ? 'seen' : 'unseen'
  if (current.has(id)) return 'current'
  return passed.has(id) ? 'passed' : 'plain'
}

export function lookOfTransition(id: string, { counts, last, passed, possible }: Marks): Look {
  if (counts) return (counts.get(id) ?? 0) > 0 ? 'seen' : 'unseen'
  if (last.has(id)) return 'last'
  if (passed.has(id)) return 'passed'
  return possible.has(id) ? 'possible' : 'plain'
}

const strongest: readonly Look[] = ['last', 'passed', 'seen', 'possible', 'plain', 'unseen']

/** An arrow is drawn like the strongest of its transitions. */
export function lookOfArrow(transitions: readonly ChartTransition[], marks: Marks): Look {
  const looks = new Set(transitions.map(({ id }) => lookOfTransition(id, marks)))
  return strongest.find((look) => looks.has(look)) ?? 'plain'
}

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** A count in at most five characters, such as "12", "1.2K" or "34M". */
export const shortCount = (count: number) => short.format(count)
