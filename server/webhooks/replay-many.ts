import type { Selectable } from 'kysely'
import type { Logger } from 'pino'
import { ReplaySelection } from '../../shared/admin-inputs.ts'
import { parseJson } from '../../shared/parse-json.ts'
import type { Actor } from '../actor.ts'
import { insertAudit } from '../db/audit-trail.ts'
import type { Tables } from '../db/entities/entities.ts'
import { AppError } from '../errors.ts'
import type { PipelineContext } from '../sessions/apply-events.ts'
import { replayWebhook } from './replay-webhook.ts'

export type ReplayJobRow = Selectable<Tables['ReplayJob']>

/** The events that a job has still to do, oldest first, at most a handful; `end` is the number up to which that has been looked. */
export type SelectEvents = (
  selection: ReplaySelection,
  range: { readonly after: number; readonly upTo: number },
) => Promise<{ readonly events: readonly { readonly id: number; readonly webhookId: string }[]; readonly end: number }>

/**
 * Goes on with the oldest job that runs, for about a second; one process at a time does so. Where that process dies between an
 * event and what is kept of it, that event is replayed once more, which changes nothing.
 */
export async function continueReplays(
  ctx: PipelineContext & { readonly log: Logger },
  select: SelectEvents,
): Promise<void> {
  const { db } = ctx
  if (!(await oldestRunning(ctx))) return
  await db.claim('replays', async () => {
    const deadlineMs = performance.now() + 1000
    for (let job = await oldestRunning(ctx); job && performance.now() < deadlineMs; job = await oldestRunning(ctx)) {
      await step(ctx, job, select)
    }
  })
}

function oldestRunning({ db }: PipelineContext): Promise<ReplayJobRow | undefined> {
  const running = db.query.selectFrom('ReplayJob').selectAll().where('state', '=', 'running')
  return running.orderBy('id').limit(1).executeTakeFirst()
}

const counted = ['applied', 'stale', 'unmatched', 'ignored', 'failed', 'purged'] as const

async function step(ctx: PipelineContext & { readonly log: Logger }, job: ReplayJobRow, select: SelectEvents) {
  const { db, now, log } = ctx
  const { data: selection } = ReplaySelection.safeParse(parseJson(job.selection))
  if (!selection) log.warn({ job: job.id }, 'a replay job cannot be read')
  const { events, end } = selection ? await select(selection, job) : { events: [], end: job.upTo }
  const counts = { applied: 0, stale: 0, unmatched: 0, ignored: 0, failed: 0, purged: 0 }
  const actor: Actor = { by: job.by, address: job.address, signInId: null }
  for (const { webhookId } of events) {
    const done = await replayWebhook(ctx, webhookId, actor).catch((error: unknown) => {
      if (error instanceof AppError && (error.code === 'PURGED' || error.code === 'NOT_FOUND')) return null
      throw error
    })
    counts[done?.outcome ?? 'purged']++
  }
  const isOver = end >= job.upTo
  await db.transaction(async ({ query }) => {
    await query
      .updateTable('ReplayJob')
      .set((eb) => Object.fromEntries(counted.map((name) => [name, eb(name, '+', counts[name])])))
      .set({ after: end, ...(isOver && { finishedAt: now() }) })
      .where('id', '=', job.id)
      .execute()
    if (!isOver) return
    await query
      .updateTable('ReplayJob')
      .set({ state: 'finished' })
      .where('id', '=', job.id)
      .where('state', '=', 'running')
      .execute()
  })
}

/** Stops a job before its next few events. What it has done stays. @throws AppError `NOT_FOUND` where it does not run. */
export async function cancelReplay({ db, now }: PipelineContext, id: number, actor: Actor): Promise<void> {
  await db.transaction(async (tx) => {
    const at = now()
    const cancelled = await tx.query
      .updateTable('ReplayJob')
      .set({ state: 'cancelled', finishedAt: at })
      .where('id', '=', id)
      .where('state', '=', 'running')
      .returning('id')
      .executeTakeFirst()
    if (!cancelled) throw new AppError('NOT_FOUND', 'This replay does not run any more')
    await insertAudit(tx, actor, { at, action: 'replay-cancelled', subject: String(id) })
  })
}
