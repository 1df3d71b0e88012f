import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ReplaySelection } from '../../shared/admin-inputs.ts'
import type { Actor } from '../actor.ts'
import { insertAudit } from '../db/audit-trail.ts'
import type { Database } from '../db/database.ts'
import { padded } from '../db/padded.ts'
import type { PipelineContext } from '../sessions/apply-events.ts'
import { previewReplay, type ReplayPreview } from '../webhooks/preview-replay.ts'
import type { SelectEvents } from '../webhooks/replay-many.ts'
import { conditionsOf, on } from './log-conditions.ts'
import { namedBy } from './read-log.ts'

/** So many numbers are looked at in one read: few enough that nothing waits for it. */
const numbersAtOnce = 4_000
/** So many are replayed before what came of them is kept. */
const replayedAtOnce = 20
/** So many are tried beforehand: each costs what a replay costs. */
const previewed = 100
/** And so long is counted. */
const countPatienceMs = 300

/** Finds what a selection means, the oldest first. */
export function createSelectEvents({ query }: Database): SelectEvents {
  return async (selection, { after, upTo }) => {
    const end = Math.min(upTo, after + numbersAtOnce)
    const events = query.selectFrom('WebhookEvent').select(['id', 'webhookId']).where('id', '>', after).orderBy('id')
    if ('webhookIds' in selection) {
      const some = events.where('webhookId', 'in', padded(selection.webhookIds)).limit(replayedAtOnce)
      return toStep(await some.execute(), upTo)
    }
    const { filter } = selection
    const named = await namedBy(query, filter)
    const found = named
      ? named.length === 0
        ? []
        : await events
            .where('id', 'in', padded(named))
            .where('id', '<=', upTo)
            .where(on.and(conditionsOf(filter)))
            .limit(replayedAtOnce)
            .execute()
      : await events
          .where('id', '<=', end)
          .where(on.and(conditionsOf(filter)))
          .limit(replayedAtOnce)
          .execute()
    await nextTurn()
    return toStep(found, named ? upTo : end)
  }
}

function toStep<Event extends { readonly id: number }>(events: readonly Event[], end: number) {
  const last = events.length === replayedAtOnce ? events.at(-1) : undefined
  return { events, end: last?.id ?? end }
}

interface Selected {
  /** How many there are; null where counting them takes too long. */
  readonly total: number | null
  /** The first of them, oldest first. */
  readonly webhookIds: readonly string[]
}

/** What a selection holds now. */
async function look(
  db: Database,
  selection: ReplaySelection,
): Promise<Selected & { readonly upTo: number; readonly from: number }> {
  const last = db.query.selectFrom('WebhookEvent').select('id').orderBy('id', 'desc').limit(1)
  const upTo = (await last.executeTakeFirst())?.id ?? 0
  const from = await firstNumber(db, selection)
  const select = createSelectEvents(db)
  const startedMs = performance.now()
  const webhookIds: string[] = []
  let total = 0
  for (let after = from; after < upTo; ) {
    if (performance.now() - startedMs > countPatienceMs) return { total: null, webhookIds, upTo, from }
    const { events, end } = await select(selection, { after, upTo })
    total += events.length
    webhookIds.push(...events.slice(0, previewed - webhookIds.length).map(({ webhookId }) => webhookId))
    after = end
  }
  return { total, webhookIds, upTo, from }
}

/** The number before the first that can be meant, so that nobody reads through years for a filter that begins today. */
async function firstNumber({ query }: Database, selection: ReplaySelection): Promise<number> {
  const events = query.selectFrom('WebhookEvent').select('id').limit(1)
  const since = 'filter' in selection ? selection.filter.from : undefined
  const first = since
    ? await events.where('createdAt', '>=', new Date(since)).orderBy('createdAt').orderBy('id').executeTakeFirst()
    : await events.orderBy('id').executeTakeFirst()
  return Math.max(0, (first?.id ?? Number.MAX_SAFE_INTEGER) - 1)
}

/** What replaying a selection would do; of a large one, what the oldest hundred would. */
export async function previewSelection(
  ctx: PipelineContext,
  selection: ReplaySelection,
): Promise<ReplayPreview & { readonly total: number | null; readonly tried: number }> {
  const { total, webhookIds } = await look(ctx.db, selection)
  return { ...(await previewReplay(ctx, webhookIds)), total, tried: webhookIds.length }
}

/** Begins to replay a selection in the background, and answers the job's number. */
export async function startReplay(
  ctx: PipelineContext,
  selection: ReplaySelection,
  actor: Actor,
): Promise<{ readonly id: number }> {
  const { total, upTo, from } = await look(ctx.db, selection)
  return ctx.db.transaction(async (tx) => {
    const at = ctx.now()
    const { by, address } = actor
    const job = {
      state: 'running',
      by,
      address,
      createdAt: at,
      selection: JSON.stringify(selection),
      after: from,
      upTo,
      total,
    } as const
    const { id } = await tx.query.insertInto('ReplayJob').values(job).returning('id').executeTakeFirstOrThrow()
    await insertAudit(tx, actor, {
      at,
      action: 'replay-started',
      subject: String(id),
      detail: `${total ?? 'many'} events`,
    })
    return { id }
  })
}

const jobsShown = 10

/** The last replays of many, the newest first. */
export function listReplays({ db }: { readonly db: Database }) {
  const columns = ['id', 'state', 'by', 'createdAt', 'finishedAt', 'after', 'upTo', 'total'] as const
  const counts = ['applied', 'stale', 'unmatched', 'ignored', 'failed', 'purged'] as const
  return db.query
    .selectFrom('ReplayJob')
    .select([...columns, ...counts])
    .orderBy('id', 'desc')
    .limit(jobsShown)
    .execute()
}
