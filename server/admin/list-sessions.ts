import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { ListSessions } from '../../shared/admin-inputs.ts'
import { CommandKind } from '../../shared/session-status.ts'
import { StoredView } from '../../shared/session-view.ts'
import type { Database } from '../db/database.ts'
import type { Tables } from '../db/entities/entities.ts'
import { padded } from '../db/padded.ts'
import { viewColumns } from '../db/transaction.ts'
import { findSessions } from './find-by-id.ts'
import { type Cursor, cutPage, readCursor, toCursor } from './page-cursor.ts'
import { type OutcomeContext, readOutcomes } from './told-outcome.ts'

const times = { createdAt: z.date(), updatedAt: z.date(), expiresAt: z.date() }
/** A session as the console lists it. No DIDs, no addresses. */
const AdminSession = StoredView.omit({ invitationUrl: true, shortUrl: true }).extend({
  ...times,
  /** What the platform refused last, where it was not asked anew. */
  problem: CommandKind.nullable(),
})

interface ListContext extends OutcomeContext {
  readonly db: Database
}

/** More that are open are not looked through. */
const mostOpen = 2_000

/**
 * A page of sessions, newest first; those of one status by when they run out or ended, the latest first. One in a state
 * that nothing here knows is left out. @throws AppError `BAD_REQUEST` for a cursor of another list.
 */
export async function listSessions({ db: { query }, coverage }: ListContext, input: ListSessions) {
  const { cursor, limit, ...filter } = input
  const only = input.only && (await numbersOf(query, input.only, coverage))
  const after = readCursor('sessions', filter, cursor)
  const told = await readOutcomes({ coverage })
  const { rows, end } = input.outcome
    ? await readByOutcome(query, input, only, after)
    : { rows: await readSessions(query, input, only, after), end: null }
  const { items, last } = cutPage(rows, limit)
  const goOnAfter = last ? { id: last.id, at: last.expiresAt } : end
  return {
    items: items.flatMap(({ endedBy, ...row }) => {
      const { data: session } = AdminSession.safeParse(row)
      return session ? { ...session, ...told({ ...session, endedBy }) } : []
    }),
    nextCursor: goOnAfter && toCursor('sessions', filter, goOnAfter),
  }
}

async function readSessions(
  query: Kysely<Tables>,
  { status, text, limit, outcome: wanted }: ListSessions,
  only: readonly number[] | undefined,
  after: Cursor,
  window?: { readonly below: number; readonly from: number },
) {
  const named = text ? [...(await findSessions(query, text)), ...(await sessionsOfWebhook(query, text))] : undefined
  const ids = named && only ? named.filter((id) => only.includes(id)) : (named ?? only)
  if (ids?.length === 0) return []
  let sessions = query
    .selectFrom('ConnectionSession')
    .select(['id', 'problem', ...viewColumns])
    .limit(limit + 1)
  if (ids) sessions = sessions.where('id', 'in', padded(ids))
  if (wanted) sessions = sessions.where(outcome, '=', wanted)
  if (window) sessions = sessions.where('id', '<', window.below).where('id', '>=', window.from)
  if (window && status) sessions = sessions.where('status', '=', status)
  if (!status || window) return sessions.where('id', '<', after.id).orderBy('id', 'desc').execute()
  return sessions
    .where('status', '=', status)
    .where(({ eb, refTuple, tuple }) => eb(refTuple('expiresAt', 'id'), '<', tuple(after.at, after.id)))
    .orderBy('expiresAt', 'desc') // the order that has an index
    .orderBy('id', 'desc')
    .execute()
}

/** So many numbers are looked through at once where an outcome is asked for, and for so long. */
const windowSize = 5_000
const patienceMs = 100

/** No index knows what a session came to: its numbers are looked through downwards, with a turn for others after each window. */
async function readByOutcome(
  query: Kysely<Tables>,
  input: ListSessions,
  only: readonly number[] | undefined,
  after: Cursor,
) {
  const startedMs = performance.now()
  const rows: Awaited<ReturnType<typeof readSessions>> = []
  const newest = await query
    .selectFrom('ConnectionSession')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  let before = Math.min(after.id, (newest?.id ?? 0) + 1)
  while (before > 1 && rows.length <= input.limit && performance.now() - startedMs < patienceMs) {
    const window = { below: before, from: Math.max(1, before - windowSize) }
    rows.push(...(await readSessions(query, { ...input, limit: input.limit - rows.length }, only, after, window)))
    before = window.from
    await nextTurn()
  }
  return { rows, end: before > 1 ? { id: before, at: new Date(0) } : null }
}

/** What `outcomeOf` says, where the rows are. */
const outcome = sql<string>`case
  when "requestType" = 'registration' and "credential" = 'issued' then 'registered'
  when "requestType" = 'authentication' and "proof" = 'verified' then 'signed-in'
  when "status" = 'error' then 'failed'
  when "status" = 'abandoned' and "endedBy" = 'cancel' then 'cancelled'
  when "proof" = 'failed' then 'failed'
  when "proof" = 'declined' or "credential" = 'declined' then 'declined'
  when "status" <> 'abandoned' then 'open'
  when "endedBy" = 'expiry' then 'expired'
  else 'declined' end`

/** Numbers of those that have not ended, the latest to run out first, or of those that stand still. */
async function numbersOf(query: Kysely<Tables>, only: 'open' | 'stuck', coverage: ListContext['coverage']) {
  const sessions = query.selectFrom('ConnectionSession').select('id')
  if (only === 'open') {
    const open = sessions.where('status', 'in', ['invitation', 'request', 'response', 'active'])
    return (await open.orderBy('expiresAt', 'desc').limit(mostOpen).execute()).map(({ id }) => id)
  }
  const stuck = (await coverage()).stuck.map(({ sessionId }) => sessionId)
  if (stuck.length === 0) return []
  return (await sessions.where('sessionId', 'in', padded(stuck)).execute()).map(({ id }) => id)
}

/** Numbers of the sessions that an event belongs to. */
async function sessionsOfWebhook(query: Kysely<Tables>, webhookId: string): Promise<number[]> {
  const rows = await query.selectFrom('WebhookEvent').select('session').where('webhookId', '=', webhookId).execute()
  return rows.flatMap(({ session }) => session ?? [])
}
