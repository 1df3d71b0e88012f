import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { sessionChart, statesOf, transitionsOf } from '../../shared/session-chart.ts'
import type { SessionCoverage } from '../../shared/session-coverage.ts'
import { TimelineState } from '../../shared/session-timeline.ts'
import { hourMs } from '../db/counters.ts'
import type { Database } from '../db/database.ts'
import type { Tables } from '../db/entities/entities.ts'
import { padded } from '../db/padded.ts'
import { toDwell } from './durations.ts'
import {
  countTransitions,
  createTransitionCounts,
  mergeTransitionCounts,
  type Step,
  type TransitionCounts,
} from './transition-counts.ts'

/** So few that reading them holds up nothing else for more than a few milliseconds. */
const chunkSize = 100
/** A first count of very many sessions takes longer; what there is so far is answered then. */
const patienceMs = 400
/** Fewer that left a state are no measure for those still in it. */
const enoughToCompare = 5
const stuckListed = 50
const hoursShown = 72
/** Chunks whose version sums one read adds up. */
const chunksSummed = 20

/**
 * Answers the coverage over all sessions. They are counted in small chunks, the newest first, with a turn for others
 * between two; a chunk in which no session has changed since is not counted again.
 */
export function createCoverage({ query }: Database, now: () => Date): () => Promise<SessionCoverage> {
  /** `versions` grows with every change of any session of the chunk. */
  const chunks = new Map<number, { readonly versions: number; readonly counts: TransitionCounts }>()
  let sessions = 0
  let running: Promise<void> | undefined

  const run = async () => {
    const { count, last } = await query
      .selectFrom('ConnectionSession')
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('id').as('last')])
      .executeTakeFirstOrThrow()
    sessions = count // at once, so that what is counted so far is never taken for all
    const sums: Awaited<ReturnType<typeof sumVersions>> = []
    for (let index = Math.floor((last ?? 0) / chunkSize); index >= 0; index -= chunksSummed) {
      sums.push(...(await sumVersions(query, Math.max(0, index - chunksSummed + 1), index + 1)))
      await nextTurn()
    }
    for (const { chunk, versions } of sums) {
      if (chunks.get(chunk)?.versions === versions) continue
      chunks.set(chunk, { versions, counts: countTransitions(await readSteps(query, chunk)) })
      await nextTurn()
    }
  }

  return async () => {
    running ??= run().finally(() => {
      running = undefined
    })
    await Promise.race([running, delay(patienceMs, undefined, { ref: false })])
    const total = createTransitionCounts()
    for (const { counts } of chunks.values()) mergeTransitionCounts(total, counts)
    return toCoverage(total, Math.max(sessions, total.sessions), query, now())
  }
}

export type Coverage = ReturnType<typeof createCoverage>

async function toCoverage(total: TransitionCounts, sessions: number, query: Kysely<Tables>, now: Date) {
  const states = statesOf(sessionChart).map(({ id }) => ({
    id,
    entered: total.entered.get(id) ?? 0,
    now: total.now.get(id) ?? 0,
    dwell: toDwell(total.dwell.get(id)),
  }))
  const dwells = new Map(states.map(({ id, dwell }) => [id, dwell]))
  const stuck = total.stalled
    .flatMap(({ session, state, sinceMs }) => {
      const dwell = dwells.get(state)
      const stillMs = now.getTime() - sinceMs
      if (!dwell || dwell.count < enoughToCompare || stillMs <= dwell.p95Ms) return []
      return [{ session, state, since: new Date(sinceMs).toISOString(), stillMs, p95Ms: dwell.p95Ms }]
    })
    .sort((a, b) => b.stillMs / b.p95Ms - a.stillMs / a.p95Ms)
    .slice(0, stuckListed)
  const numbers = stuck.map(({ session }) => session)
  const named = query.selectFrom('ConnectionSession').select(['id', 'sessionId']).where('id', 'in', padded(numbers))
  const ids = new Map((stuck.length === 0 ? [] : await named.execute()).map(({ id, sessionId }) => [id, sessionId]))
  return {
    sessions,
    counted: total.sessions,
    states,
    transitions: transitionsOf(sessionChart).map(({ id }) => ({ id, count: total.taken.get(id) ?? 0 })),
    hours: hoursUntil(total, now),
    stuck: stuck.flatMap(({ session, ...rest }) => {
      const sessionId = ids.get(session)
      return sessionId === undefined ? [] : [{ sessionId, ...rest }]
    }),
  }
}

/** The last hours, the oldest first. */
function hoursUntil({ hours }: TransitionCounts, now: Date) {
  const last = Math.floor(now.getTime() / hourMs)
  return Array.from({ length: hoursShown }, (_, index) => {
    const hour = last - hoursShown + 1 + index
    return { hour: new Date(hour * hourMs).toISOString(), ...(hours.get(hour) ?? { connected: 0, ended: 0, open: 0 }) }
  })
}

/** The sum of the versions in each of the chunks `[from, to)`, the newest first. */
function sumVersions(query: Kysely<Tables>, from: number, to: number) {
  return query
    .selectFrom('ConnectionSession')
    .select(({ ref }) => sql<number>`${ref('id')} / ${sql.lit(chunkSize)}`.as('chunk'))
    .select(({ fn }) => fn.sum<number>('version').as('versions'))
    .where('id', '>=', from * chunkSize)
    .where('id', '<', to * chunkSize)
    .groupBy('chunk')
    .orderBy('chunk', 'desc')
    .execute()
}

/** The versions of the sessions of a chunk: session by session, the first version first. */
async function readSteps(query: Kysely<Tables>, chunk: number): Promise<Step[]> {
  const rows = await query
    .selectFrom('SessionHistory')
    .select(['session', 'cause', 'status', 'credential', 'proof', 'at'])
    .where('session', '>=', chunk * chunkSize)
    .where('session', '<', (chunk + 1) * chunkSize)
    .orderBy('session')
    .orderBy('version')
    .execute()
  return rows.flatMap(({ session, cause, at, ...row }) => {
    const { data: state } = TimelineState.safeParse(row)
    return state ? [{ session, cause, at, ...state }] : [] // one that nobody can read must not hide all others
  })
}
