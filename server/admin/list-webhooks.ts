import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { ListWebhooks, WebhookFilter } from '../../shared/admin-inputs.ts'
import type { Database } from '../db/database.ts'
import type { Tables } from '../db/entities/entities.ts'
import { padded } from '../db/padded.ts'
import { effectsOf } from './effects.ts'
import { type Cursor, cutPage, readCursor, toCursor } from './page-cursor.ts'
import { readLog } from './read-log.ts'
import { isKnown, selectWebhooks } from './stored-webhook.ts'

/** What is read at once to fold it, and how long that is gone on with. */
const foldedAtOnce = 500
const foldPatienceMs = 150
/** More of a kind than this are two rows. */
const mostFolded = 20_000

/** Events of a kind that follow each other, by the newest of them. */
interface Run {
  readonly newest: Cursor
  oldest: Cursor
  count: number
}

/**
 * A page of stored events, newest first. One that nothing here can read is left out. Where they are folded, an item is the
 * newest of those that follow each other with one topic, outcome and session; what has no session is alike by its connection or invitation.
 *
 * @throws AppError `BAD_REQUEST` for a cursor of another list.
 */
export async function listWebhooks({ db: { query } }: { readonly db: Database }, input: ListWebhooks) {
  const { cursor, limit, fold = false, ...filter } = input
  const list = fold ? 'folded webhooks' : 'webhooks'
  const after = readCursor(list, filter, cursor)
  const { runs, end } = fold
    ? await readRuns(query, filter, after, limit)
    : toRuns(await readLog(query, filter, after, limit + 1), limit)
  return {
    items: await readWebhooks(query, runs),
    nextCursor: end && toCursor(list, filter, end),
  }
}

/** Each event by itself. */
function toRuns({ entries, end }: { readonly entries: readonly Cursor[]; readonly end: Cursor | null }, limit: number) {
  const { items, last } = cutPage(entries, limit)
  return { runs: items.map((entry): Run => ({ newest: entry, oldest: entry, count: 1 })), end: last ?? end }
}

async function readRuns(query: Kysely<Tables>, filter: WebhookFilter, after: Cursor, limit: number) {
  const startedMs = performance.now()
  const runs: Run[] = []
  let kind: string | null = null
  let end: Cursor | null = after
  do {
    const slice = await readLog(query, filter, end, foldedAtOnce)
    const kinds = await kindsOf(query, slice.entries)
    for (const entry of slice.entries) {
      const own = kinds.get(entry.id) ?? String(entry.id)
      const run = runs.at(-1)
      if (run && own === kind && run.count < mostFolded) {
        run.count++
        run.oldest = entry
        continue
      }
      if (runs.length === limit) return { runs, end: run?.oldest ?? null }
      runs.push({ newest: entry, oldest: entry, count: 1 })
      kind = own
    }
    end = slice.end
    await nextTurn()
  } while (end !== null && performance.now() - startedMs < foldPatienceMs)
  return { runs, end }
}

/** What makes events alike, by their numbers. */
async function kindsOf(query: Kysely<Tables>, entries: readonly Cursor[]): Promise<Map<number, string>> {
  if (entries.length === 0) return new Map()
  const rows = await query
    .selectFrom('WebhookEvent')
    .select(['id', 'topic', 'outcome', 'session', 'connectionId', 'invitationId'])
    .where('id', 'in', padded(entries.map(({ id }) => id)))
    .execute()
  return new Map(
    rows.map(({ id, topic, outcome, session, connectionId, invitationId }) => {
      const own = outcome === 'ignored' ? '' : (connectionId ?? invitationId ?? String(id))
      return [id, JSON.stringify([topic, outcome, session ?? own])]
    }),
  )
}

/** Those events, in this order. */
async function readWebhooks(query: Kysely<Tables>, runs: readonly Run[]) {
  if (runs.length === 0) return []
  const ids = runs.map(({ newest }) => newest.id)
  const rows = (await selectWebhooks(query).where('WebhookEvent.id', 'in', padded(ids)).execute()).filter(isKnown)
  const effects = await effectsOf(query, rows)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return runs.flatMap(({ newest, oldest, count }) => {
    const row = byId.get(newest.id)
    if (!row) return []
    const { id, session: _, ...event } = row
    /** What it did or why not, in a few words; how many there are like it, and since when. */
    return [{ ...event, effect: effects.get(id) ?? '', repeats: count, since: oldest.at }]
  })
}
