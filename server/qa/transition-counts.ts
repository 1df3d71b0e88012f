import { isEnded } from '../../shared/advance.ts'
import { isIntermediate } from '../../shared/expected-path.ts'
import { sessionChart, statesOf } from '../../shared/session-chart.ts'
import { stateIdsOf, stepsBetween } from '../../shared/state-ids.ts'
import type { Step } from '../db/queries/coverage-queries.ts'
import { addDuration, createDurations, type Durations, mergeDurations } from './durations.ts'

/** A session that could move on and has not yet. */
export interface Still {
  readonly session: number
  readonly state: string
  readonly sinceMs: number
}

/** What some sessions did, by the chart's ids. */
export interface TransitionCounts {
  sessions: number
  readonly entered: Map<string, number>
  readonly now: Map<string, number>
  readonly taken: Map<string, number>
  readonly dwell: Map<string, Durations>
  /** Of each state those that have been in it longest. */
  still: Still[]
}

/** More than this many of one state are never listed, so none beyond it is kept. */
export const stillPerState = 20

const onTheWay = new Set(
  statesOf(sessionChart).flatMap((state) => (isIntermediate(sessionChart, state) ? [state.id] : [])),
)

export function createTransitionCounts(): TransitionCounts {
  return { sessions: 0, entered: new Map(), now: new Map(), taken: new Map(), dwell: new Map(), still: [] }
}

/** Counts whole sessions; `steps` are ordered by session and version. */
export function countTransitions(steps: readonly Step[]): TransitionCounts {
  const tally = createTransitionCounts()
  for (const versions of Map.groupBy(steps, ({ session }) => session).values()) tallySession(tally, versions)
  tally.still = longest(tally.still)
  return tally
}

function tallySession(tally: TransitionCounts, versions: readonly Step[]): void {
  const since = new Map<string, number>()
  let before: Step | undefined
  for (const step of versions) {
    const atMs = step.at.getTime()
    const left = before ? stateIdsOf(before) : []
    for (const [index, place] of stateIdsOf(step).entries()) {
      const from = left[index]
      if (from === place) continue
      count(tally.entered, place)
      since.set(place, atMs)
      if (from === undefined) continue
      const durations = tally.dwell.get(from) ?? createDurations()
      addDuration(durations, atMs - (since.get(from) ?? atMs))
      tally.dwell.set(from, durations)
    }
    if (before) for (const { id } of stepsBetween(before, step, step.cause)) count(tally.taken, id)
    before = step
  }
  if (!before) return
  tally.sessions++
  for (const state of stateIdsOf(before)) {
    count(tally.now, state)
    const sinceMs = since.get(state)
    if (sinceMs !== undefined && onTheWay.has(state) && !isEnded(before.status)) {
      tally.still.push({ session: before.session, state, sinceMs })
    }
  }
}

/** Adds what `other` counted. */
export function mergeTransitionCounts(into: TransitionCounts, other: TransitionCounts): void {
  into.sessions += other.sessions
  for (const name of ['entered', 'now', 'taken'] as const) {
    for (const [id, times] of other[name]) count(into[name], id, times)
  }
  for (const [state, durations] of other.dwell) {
    const sum = into.dwell.get(state) ?? createDurations()
    mergeDurations(sum, durations)
    into.dwell.set(state, sum)
  }
  into.still = longest([...into.still, ...other.still])
}

function longest(still: readonly Still[]): Still[] {
  return [...Map.groupBy(still, ({ state }) => state).values()].flatMap((same) =>
    same.sort((a, b) => a.sinceMs - b.sinceMs).slice(0, stillPerState),
  )
}

function count(counts: Map<string, number>, id: string, times = 1): void {
  counts.set(id, (counts.get(id) ?? 0) + times)
}
