import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { sessionChart, statesOf, transitionsOf } from '../../shared/session-chart.ts'
import type { CoverageSpan, SessionCoverage } from '../../shared/session-coverage.ts'
import { TimelineState } from '../../shared/session-timeline.ts'
import { hourMs } from '../db/counters.ts'
import type { Database } from '../db/database.ts'
import type { Tables } from '../db/entities/entities.ts'
import { padded } from '../db/padded.ts'
import { toDwell } from './durations.ts'
import {
  addFates,
  countTransitions,
  createTransitionCounts,
  type Fates,
  type HourlyCounts,
  mergeTransitionCounts,
  type Step,
  type TransitionCounts,
} from './transition-counts.ts'

/** So few that reading them holds up nothing else for more than a few milliseconds. */
const chunkSize = 100
/** A first count of very many sessions takes longer; what there is so far is answered then. */
const patienceMs = 400
/** Where there are very many and a recent answer is at hand, a new one is not waited for as long. */
const briefPatienceMs = 20
const recentMs = { whole: 60_000, partial: 2_000 }
/** Beyond so many sessions they are not counted again for so many times as long as counting took: of a million once in some twenty seconds. */
const manySessions = 10_000
const restFactor = 20
/** Fewer that left a state are no measure for those still in it. */
const enoughToCompare = 5
const stuckListed = 50
const hoursShown = 72
/** Chunks whose version sums one read adds up. */
const chunksSummed = 20
/** Chunks that are added up before others have their turn. */
const chunksMerged = 200

interface Answered {
  readonly coverage: SessionCoverage
  /** False where it was answered before all were counted. */
  readonly isWhole: boolean
  readonly atMs: number
}

/**
 * Answers the coverage over all sessions, or over those that began in a span. They are counted in small chunks, the newest first, with a turn for others
 * between two; a chunk in which no session has changed since is not counted again. Looking for what has changed reads every session: the more there
 * are, the older an answer may be, by seconds.
 */
export function createCoverage({ query }: Database, now: () => Date) {
  /** `versions` grows with every change of any session of the chunk. */
  const chunks = new Map<number, { readonly versions: number; readonly counts: HourlyCounts }>()
  let sessions = 0
  let running: Promise<void> | undefined
  let restsUntilMs = 0
  let latest: Answered | undefined

  const run = async () => {
    const startedMs = performance.now()
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
    latest = { coverage: await add(), isWhole: true, atMs: performance.now() }
    if (sessions > manySessions) restsUntilMs = latest.atMs + restFactor * (latest.atMs - startedMs)
  }

  const add = async (span?: CoverageSpan): Promise<SessionCoverage> => {
    const sums: Sums = { all: createTransitionCounts(), chosen: createTransitionCounts(), hours: new Map() }
    for (const [index, { counts }] of [...chunks.values()].entries()) {
      addChunk(sums, counts, span)
      if (index % chunksMerged === chunksMerged - 1) await nextTurn()
    }
    const coverage = await toCoverage(sums, span ? sums.chosen : sums.all, query, now())
    return { sessions: Math.max(sessions, sums.all.sessions), ...coverage }
  }

  const isRecent = () =>
    latest !== undefined &&
    sessions > manySessions &&
    performance.now() - latest.atMs < (latest.isWhole ? recentMs.whole : recentMs.partial)

  return async (span?: CoverageSpan): Promise<SessionCoverage> => {
    if (!running && performance.now() >= restsUntilMs)
      running = run().finally(() => {
        running = undefined
      })
    await Promise.race([running, delay(isRecent() ? briefPatienceMs : patienceMs, undefined, { ref: false })])
    if (span) return add(span)
    if (!latest || (running && !isRecent())) latest = { coverage: await add(), isWhole: false, atMs: performance.now() }
    return latest.coverage
  }
}

export type Coverage = ReturnType<typeof createCoverage>

interface Sums {
  readonly all: TransitionCounts
  /** Of those that began in the span. */
  readonly chosen: TransitionCounts
  readonly hours: Map<number, Fates>
}

function addChunk({ all, chosen, hours }: Sums, counts: HourlyCounts, span: CoverageSpan | undefined): void {
  const from = span ? Math.floor(Date.parse(span.from) / hourMs) : 0
  const to = span?.to ? Math.ceil(Date.parse(span.to) / hourMs) : Number.POSITIVE_INFINITY
  for (const [hour, own] of counts) {
    mergeTransitionCounts(all, own)
    if (span && hour >= from && hour < to) mergeTransitionCounts(chosen, own)
    const fates = hours.get(hour) ?? { connected: 0, ended: 0, open: 0 }
    addFates(fates, own.fates)
    hours.set(hour, fates)
  }
}

async function toCoverage({ all, hours }: Sums, chosen: TransitionCounts, query: Kysely<Tables>, now: Date) {
  return {
    counted: all.sessions,
    chosen: chosen.sessions,
    states: statesOf(sessionChart).map(({ id }) => ({
      id,
      entered: chosen.entered.get(id) ?? 0,
      now: chosen.now.get(id) ?? 0,
      dwell: toDwell(chosen.dwell.get(id)),
    })),
    transitions: transitionsOf(sessionChart).map(({ id }) => ({ id, count: chosen.taken.get(id) ?? 0 })),
    hours: hoursUntil(hours, now),
    stuck: await stuckAmong(all, query, now),
  }
}

/** Those that have been in a state for longer than nearly all that left it, whenever they began; the longest first. */
async function stuckAmong({ dwell, stalled }: TransitionCounts, query: Kysely<Tables>, now: Date) {
  const dwells = new Map([...dwell].map(([id, durations]) => [id, toDwell(durations)]))
  const stuck = stalled
    .flatMap(({ session, state, sinceMs }) => {
      const left = dwells.get(state)
      const stillMs = now.getTime() - sinceMs
      if (!left || left.count < enoughToCompare || stillMs <= left.p95Ms) return []
      return [{ session, state, since: new Date(sinceMs).toISOString(), stillMs, p95Ms: left.p95Ms }]
    })
    .sort((a, b) => b.stillMs / b.p95Ms - a.stillMs / a.p95Ms)
    .slice(0, stuckListed)
  if (stuck.length === 0) return []
  const numbers = stuck.map(({ session }) => session)
  const rows = await query
    .selectFrom('ConnectionSession')
    .select(['id', 'sessionId', 'theirLabel'])
    .where('id', 'in', padded(numbers))
    .execute()
  const named = new Map(rows.map(({ id, ...names }) => [id, names]))
  return stuck.flatMap(({ session, ...rest }) => {
    const names = named.get(session)
    return names ? [{ ...names, ...rest }] : []
  })
}

/** The last hours, the oldest first. */
function hoursUntil(hours: ReadonlyMap<number, Fates>, now: Date) {
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
