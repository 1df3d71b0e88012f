import type { SessionState } from '../../shared/advance.ts'
import type { Outcome } from '../../shared/webhook-event.ts'
import type { Transaction } from '../db/transaction.ts'
import { AppError } from '../errors.ts'
import type { PipelineContext } from '../sessions/apply-events.ts'
import { replayWithin } from './replay-webhook.ts'

/** By region. */
type States = Readonly<Record<keyof SessionState, string>>

/** What replaying would do, had it been done at this moment. */
export interface ReplayPreview {
  /** How many would end with which outcome; `purged` ones cannot be replayed. */
  readonly outcomes: Readonly<Record<Outcome | 'purged', number>>
  /** Why those that would not be applied would not, where there is only one. */
  readonly error: string | null
  /** Topics of the events that wait for these and would be applied with them, in that order. */
  readonly waiting: readonly string[]
  /** Of the one session that would change: from where to where. Null where there is none, or there are several. */
  readonly change: {
    readonly before: States
    readonly after: States
    readonly versions: readonly [number, number]
  } | null
}

/** Ends a transaction of which nothing is to stay, with what it has found out. */
class NothingDone extends Error {
  readonly preview: ReplayPreview
  constructor(preview: ReplayPreview) {
    super('Only looked')
    this.preview = preview
  }
}

/**
 * Replays the events in one transaction, and takes all of it back: what they would do is found out by the very code that would
 * do it. Meant for few: webhooks wait meanwhile.
 */
export async function previewReplay(ctx: PipelineContext, webhookIds: readonly string[]): Promise<ReplayPreview> {
  try {
    return await ctx.db.transaction(async (tx) => {
      throw new NothingDone(await look(ctx, tx, webhookIds))
    })
  } catch (error) {
    if (error instanceof NothingDone) return error.preview
    throw error
  }
}

async function look({ ttlMs, now }: PipelineContext, tx: Transaction, webhookIds: readonly string[]) {
  const at = now()
  const outcomes = { applied: 0, stale: 0, unmatched: 0, ignored: 0, failed: 0, purged: 0 }
  const others = new Set<string>()
  const sessions = new Set<string>()
  let error: string | null = null
  for (const webhookId of webhookIds) {
    const done = await replayWithin(tx, webhookId, null, { now: at, ttlMs }).catch(ifPurged)
    outcomes[done?.replayed.outcome ?? 'purged']++
    error = done?.replayed.error ?? null
    for (const [other, { outcome }] of done?.results ?? []) if (outcome === 'applied') others.add(other)
    for (const { sessionId } of done?.changes ?? []) sessions.add(sessionId)
  }
  for (const id of webhookIds) others.delete(id)
  const [session] = sessions
  return {
    outcomes,
    error: webhookIds.length === 1 ? error : null,
    waiting: await topicsOf(tx, [...others]),
    change: session === undefined || sessions.size > 1 ? null : await changeOf(tx, session, at),
  }
}

function ifPurged(error: unknown): null {
  if (error instanceof AppError && error.code === 'PURGED') return null
  throw error
}

/** What this transaction has written of the session. */
async function changeOf({ query }: Transaction, sessionId: string, at: Date): Promise<ReplayPreview['change']> {
  const rows = await query
    .selectFrom('SessionHistory as h')
    .innerJoin('ConnectionSession as s', 's.id', 'h.session')
    .select(['h.version', 'h.status', 'h.credential', 'h.proof'])
    .where('s.sessionId', '=', sessionId)
    .orderBy('h.version')
    .execute()
  const steps = await query
    .selectFrom('SessionHistory as h')
    .innerJoin('ConnectionSession as s', 's.id', 'h.session')
    .select('h.version')
    .where('s.sessionId', '=', sessionId)
    .where('h.at', '>=', at)
    .orderBy('h.version')
    .execute()
  const [first] = steps
  const before = rows.find(({ version }) => version === (first?.version ?? 0) - 1)
  const after = rows.at(-1)
  if (!before || !after) return null
  return { before: toState(before), after: toState(after), versions: [before.version, after.version] }
}

function toState({ status, credential, proof }: Readonly<Record<keyof SessionState, string>>) {
  return { status, credential, proof }
}

async function topicsOf({ query }: Transaction, webhookIds: readonly string[]): Promise<string[]> {
  if (webhookIds.length === 0) return []
  const events = query.selectFrom('WebhookEvent').select('topic').where('webhookId', 'in', webhookIds.slice(0, 100))
  return (await events.orderBy('id').execute()).map(({ topic }) => topic)
}
