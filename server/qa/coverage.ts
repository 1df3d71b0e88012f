import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import { sessionChart, statesOf, transitionsOf } from '../../shared/session-chart.ts'
import type { SessionCoverage, StuckSession } from '../../shared/session-coverage.ts'
import {
  countSessions,
  lastSessionNumber,
  readSteps,
  sessionIdsOf,
  versionSum,
} from '../db/queries/coverage-queries.ts'
import type { Execute } from '../db/statement.ts'
import { createDurations, toDwell } from './durations.ts'
import {
  countTransitions,
  createTransitionCounts,
  mergeTransitionCounts,
  type TransitionCounts,
} from './transition-counts.ts'

/** So few that reading them holds up nothing else for more than a few milliseconds. */
const chunkSize = 100
/** A first count of very many sessions takes longer; what there is so far is answered then. */
const patienceMs = 400
/** Fewer that left a state are no measure for those still in it. */
const enoughToCompare = 5
const stuckListed = 50

interface Chunk {
  readonly versions: number
  readonly tally: TransitionCounts
}

/**
 * Answers the coverage over all sessions. They are counted in small chunks, the newest first, with a turn for others
 * between two; a chunk in which no session has changed since is not counted again.
 */
export function createCoverage(read: Execute, now: () => Date): () => Promise<SessionCoverage> {
  const chunks = new Map<number, Chunk>()
  let sessions = 0
  let running: Promise<void> | undefined

  const run = async () => {
    const last = Math.floor((await lastSessionNumber(read)) / chunkSize)
    const sums: { index: number; sum: number }[] = []
    sessions = await countSessions(read) // at once, so that what is counted so far is never taken for all
    for (let index = last; index >= 0; index--) {
      sums.push({ index, sum: await versionSum(read, index * chunkSize, (index + 1) * chunkSize) })
      await nextTurn()
    }
    for (const { index, sum } of sums) {
      if (chunks.get(index)?.versions === sum) continue
      const steps = await readSteps(read, index * chunkSize, (index + 1) * chunkSize)
      chunks.set(index, { versions: sum, tally: countTransitions(steps) })
      await nextTurn()
    }
  }

  return async () => {
    running ??= run().finally(() => {
      running = undefined
    })
    await Promise.race([running, delay(patienceMs, undefined, { ref: false })])
    const total = createTransitionCounts()
    for (const { tally } of chunks.values()) mergeTransitionCounts(total, tally)
    return toCoverage(total, Math.max(sessions, total.sessions), read, now())
  }
}

async function toCoverage(
  total: TransitionCounts,
  sessions: number,
  read: Execute,
  now: Date,
): Promise<SessionCoverage> {
  const states = statesOf(sessionChart).map(({ id }) => ({
    id,
    entered: total.entered.get(id) ?? 0,
    now: total.now.get(id) ?? 0,
    dwell: toDwell(total.dwell.get(id) ?? createDurations()),
  }))
  const dwells = new Map(states.map(({ id, dwell }) => [id, dwell]))
  const stuck = total.still
    .flatMap(({ session, state, sinceMs }) => {
      const dwell = dwells.get(state)
      const stillMs = now.getTime() - sinceMs
      if (!dwell || dwell.count < enoughToCompare || stillMs <= dwell.p95Ms) return []
      return [{ session, state, since: new Date(sinceMs).toISOString(), stillMs, p95Ms: dwell.p95Ms }]
    })
    .sort((a, b) => b.stillMs / b.p95Ms - a.stillMs / a.p95Ms)
    .slice(0, stuckListed)
  const ids = await sessionIdsOf(read, [...new Set(stuck.map(({ session }) => session))])
  return {
    sessions,
    counted: total.sessions,
    states,
    transitions: transitionsOf(sessionChart).map(({ id }) => ({ id, count: total.taken.get(id) ?? 0 })),
    stuck: stuck.flatMap(({ session, ...rest }): StuckSession[] => {
      const sessionId = ids.get(session)
      return sessionId === undefined ? [] : [{ sessionId, ...rest }]
    }),
  }
}
