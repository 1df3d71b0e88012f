import { isConnected, isEnded } from '../../shared/advance.ts'
import { isIntermediate } from '../../shared/expected-path.ts'
import { sessionChart, statesOf } from '../../shared/session-chart.ts'
import type { TimelineState } from '../../shared/session-timeline.ts'
import { stateIdsOf, stepsBetween } from '../../shared/state-ids.ts'
import { hourMs } from '../db/counters.ts'
import { addDuration, count, type Durations, durationsOf, mergeDurations } from './durations.ts'

/** A version of a session. */
export interface Step extends TimelineState {
  /** The session's number. */
  readonly session: number
  readonly cause: string
  readonly at: Date
}

/** A session that could move on and has not yet. */
interface Stalled {
  readonly session: number
  readonly state: string
  readonly sinceMs: number
}

/** What has become of sessions, by how many. */
export interface Fates {
  connected: number
  ended: number
  open: number
}

/** What some sessions did, by the chart's ids. */
export interface TransitionCounts {
  sessions: number
  readonly entered: Map<string, number>
  readonly now: Map<string, number>
  readonly taken: Map<string, number>
  readonly dwell: Map<string, Durations>
  readonly fates: Fates
  /** Of each state those that have been in it longest. */
  stalled: Stalled[]
}

/** More than this many of one state are never listed, so none beyond it is kept. */
const stalledPerState = 20

const intermediate = new Set(
  statesOf(sessionChart).flatMap((state) => (isIntermediate(sessionChart, state) ? [state.id] : [])),
)

export function createTransitionCounts(): TransitionCounts {
  return {
    sessions: 0,
    entered: new Map(),
    now: new Map(),
    taken: new Map(),
    dwell: new Map(),
    fates: { connected: 0, ended: 0, open: 0 },
    stalled: [],
  }
}

/** By the hour, counted from the epoch. */
export type HourlyCounts = ReadonlyMap<number, TransitionCounts>

/** Counts whole sessions under the hours in which they began; `steps` are ordered by session and version. */
export function countTransitions(steps: readonly Step[]): HourlyCounts {
  const hours = new Map<number, TransitionCounts>()
  for (const versions of Map.groupBy(steps, ({ session }) => session).values()) {
    const hour = Math.floor((versions[0]?.at.getTime() ?? 0) / hourMs)
    const counts = hours.get(hour) ?? createTransitionCounts()
    hours.set(hour, counts)
    countSession(counts, versions)
  }
  for (const counts of hours.values()) counts.stalled = longest(counts.stalled)
  return hours
}

function countSession(counts: TransitionCounts, versions: readonly Step[]): void {
  const since = new Map<string, number>()
  let before: Step | undefined
  for (const step of versions) {
    const atMs = step.at.getTime()
    const left = before ? stateIdsOf(before) : []
    for (const [index, state] of stateIdsOf(step).entries()) {
      const from = left[index]
      if (from === state) continue
      count(counts.entered, state)
      since.set(state, atMs)
      if (from !== undefined) addDuration(durationsOf(counts.dwell, from), atMs - (since.get(from) ?? atMs))
    }
    if (before) for (const { id } of stepsBetween(before, step, step.cause)) count(counts.taken, id)
    before = step
  }
  if (!before) return
  counts.sessions++
  const { status } = before
  const fate = isConnected(status) ? 'connected' : isEnded(status) ? 'ended' : 'open'
  counts.fates[fate]++
  for (const state of stateIdsOf(before)) {
    count(counts.now, state)
    const sinceMs = since.get(state)
    if (sinceMs !== undefined && intermediate.has(state) && !isEnded(before.status)) {
      counts.stalled.push({ session: before.session, state, sinceMs })
    }
  }
}

/** Adds what `other` counted. */
export function mergeTransitionCounts(into: TransitionCounts, other: TransitionCounts): void {
  into.sessions += other.sessions
  for (const name of ['entered', 'now', 'taken'] as const) {
    for (const [id, times] of other[name]) count(into[name], id, times)
  }
  addFates(into.fates, other.fates)
  for (const [state, durations] of other.dwell) mergeDurations(durationsOf(into.dwell, state), durations)
  if (other.stalled.length > 0) into.stalled = longest([...into.stalled, ...other.stalled])
}

export function addFates(into: Fates, { connected, ended, open }: Fates): void {
  into.connected += connected
  into.ended += ended
  into.open += open
}

function longest(stalled: readonly Stalled[]): Stalled[] {
  return [...Map.groupBy(stalled, ({ state }) => state).values()].flatMap((same) =>
    same.sort((a, b) => a.sinceMs - b.sinceMs).slice(0, stalledPerState),
  )
}
