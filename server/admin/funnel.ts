import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import type { Tables } from '../db/entities/entities.ts'

/** Sessions that began at or after `from` and before `to`. */
export const FunnelRange = z.object({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }).optional(),
})

export const funnelSteps = ['started', 'scanned', 'connected', 'shared', 'verified', 'offered', 'issued'] as const
export type FunnelStep = (typeof funnelSteps)[number]

/** So many sessions are read at once, with a turn for others between two. */
const chunkSize = 500

type Times = Record<FunnelStep, number | null>

/**
 * How far the sessions of a time came: how many reached each step, of registrations and sign-ins, and how long half of them took
 * from the step before. A step that a lost webhook has skipped counts as reached where a later one was, and has no time of its own.
 */
export async function funnel({ db: { query } }: { readonly db: Database }, { from, to }: z.infer<typeof FunnelRange>) {
  const { first, last } = await numbersBetween(query, new Date(from), to === undefined ? null : new Date(to))
  const counts = Object.fromEntries(funnelSteps.map((step) => [step, 0]))
  const took = new Map<FunnelStep, number[]>(funnelSteps.map((step) => [step, []]))
  let registrations = 0
  for (let start = first; start <= last; start += chunkSize) {
    for (const { isRegistration, times } of await readTimes(query, start, Math.min(last, start + chunkSize - 1))) {
      if (isRegistration) registrations++
      count(times, counts, took)
    }
    await nextTurn()
  }
  return {
    registrations,
    steps: funnelSteps.map((step) => ({ step, count: counts[step] ?? 0, medianMs: medianOf(took.get(step) ?? []) })),
  }
}

function count(times: Times, counts: Record<string, number>, took: Map<FunnelStep, number[]>): void {
  const furthest = funnelSteps.findLastIndex((step) => times[step] !== null)
  let before: number | null = null
  for (const [index, step] of funnelSteps.entries()) {
    if (index > furthest) return
    counts[step] = (counts[step] ?? 0) + 1
    const at = times[step]
    if (at !== null && before !== null) took.get(step)?.push(Math.max(0, at - before))
    before = at ?? before
  }
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}

/** Numbers grow with time: where a time begins among them is found by halves. */
async function numbersBetween(query: Kysely<Tables>, from: Date, to: Date | null) {
  const { least, most } = await query
    .selectFrom('ConnectionSession')
    .select(({ fn }) => [fn.min('id').as('least'), fn.max('id').as('most')])
    .executeTakeFirstOrThrow()
  if (least === null || most === null) return { first: 1, last: 0 }
  const firstAfter = async (time: Date): Promise<number> => {
    let [low, high] = [Number(least), Number(most) + 1]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const sessions = query.selectFrom('ConnectionSession').select(['id', 'createdAt']).where('id', '>=', middle)
      const found = await sessions.orderBy('id').limit(1).executeTakeFirst()
      if (found && found.createdAt < time) low = found.id + 1
      else high = middle
    }
    return low
  }
  return { first: await firstAfter(from), last: to === null ? Number(most) : (await firstAfter(to)) - 1 }
}

/** When each session first came to each step. */
async function readTimes(query: Kysely<Tables>, first: number, last: number) {
  const rows = await query
    .selectFrom('SessionHistory as h')
    .innerJoin('ConnectionSession as s', 's.id', 'h.session')
    .select(['h.session', 's.requestType', 'h.status', 'h.proof', 'h.credential', 'h.at'])
    .where('h.session', '>=', first)
    .where('h.session', '<=', last)
    .orderBy('h.session')
    .orderBy(sql.ref('h.version'))
    .execute()
  const sessions = new Map<number, { isRegistration: boolean; times: Times }>()
  for (const { session, requestType, at, ...state } of rows) {
    const known = sessions.get(session) ?? { isRegistration: requestType === 'registration', times: noTimes() }
    sessions.set(session, known)
    for (const step of stepsIn(state)) known.times[step] ??= at.getTime()
  }
  return sessions.values()
}

function noTimes(): Times {
  return { started: null, scanned: null, connected: null, shared: null, verified: null, offered: null, issued: null }
}

function stepsIn({
  status,
  proof,
  credential,
}: Readonly<Record<'status' | 'proof' | 'credential', string>>): FunnelStep[] {
  const steps: FunnelStep[] = ['started']
  if (status === 'request' || status === 'response') steps.push('scanned')
  if (status === 'active' || status === 'completed') steps.push('connected')
  if (proof === 'presentation' || proof === 'failed') steps.push('shared')
  if (proof === 'verified') steps.push('verified')
  if (credential === 'offer' || credential === 'request') steps.push('offered')
  if (credential === 'issued') steps.push('issued')
  return steps
}
