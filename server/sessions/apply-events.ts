import type { SessionEvent } from '../../shared/session-status.ts'
import type { Outcome, WebhookEvent } from '../../shared/webhook-event.ts'
import { countWritten } from '../db/counters.ts'
import type { Database } from '../db/database.ts'
import { settleAll } from '../db/settle-all.ts'
import {
  type Keys,
  type NewSession,
  type NewWebhook,
  type OutcomeUpdate,
  type SessionRow,
  type Transaction,
  unasked,
} from '../db/transaction.ts'
import { type ApplyResult, applyEvent } from './apply-event.ts'
import type { Bus, SessionChange } from './bus.ts'
import { retryAt } from './retry-delay.ts'
import { createSessionDraft } from './session-draft.ts'
import { keysOf, loadUnmatched, type Unmatched } from './unmatched-events.ts'

/** What every caller of the pipeline has. */
export interface PipelineContext {
  readonly db: Database
  readonly bus: Bus
  readonly ttlMs: number
  readonly now: () => Date
}

/** What a transaction is to do to sessions. */
export interface Work {
  readonly created?: NewSession
  readonly ended?: EndedSessions
  readonly renewed?: RenewedRequest
  /** Keys with which something may wait that was not known before. */
  readonly revisited?: Keys
  /** In the order they came. */
  readonly events?: readonly GivenEvent[]
  /** Which of `events` to take, told which webhook ids are stored already; all of them where it is absent. */
  readonly accept?: (stored: ReadonlySet<string>) => readonly GivenEvent[]
}

/** `stored` where the event is in the database already and is processed again. */
export interface GivenEvent {
  readonly event: WebhookEvent
  readonly stored: StoredEvent | null
}

/** Sessions that end by themselves or at somebody's wish. */
export interface EndedSessions {
  readonly sessions: readonly SessionRow[]
  readonly event: SessionEvent & ('session.expired' | 'session.cancelled')
}

/** A session whose wallet is to be asked again. */
export interface RenewedRequest {
  readonly session: SessionRow
  readonly event: SessionEvent & ('session.proof-renewed' | 'session.offer-renewed')
}

/** What is known of an event from before. */
export interface StoredEvent {
  readonly id: number
  readonly outcome: Outcome
  readonly attempts: number
  readonly session: number | null
}

export interface Applied {
  /** By webhook id: of the events that were given, and of those that waited and no longer do. */
  readonly results: ReadonlyMap<string, ApplyResult>
  readonly changes: readonly SessionChange[]
  /** Whether the platform is now to be asked for something. */
  readonly hasCommands: boolean
  /** The sessions that were looked at, as they are now. */
  readonly sessions: ReadonlyMap<string, SessionRow>
  /** Of sessions that could not be ended, since nothing here can read the state they are in. */
  readonly errors: readonly Error[]
}

/**
 * Applies events to sessions in `tx`, with every unmatched event that they make applicable, and writes all of it: load by
 * key, apply in memory, write. An event that waits is applied in the order it came, whichever key found it, and is looked
 * at again whenever its session has moved; when the session ends it becomes `stale`.
 */
export async function applyEvents(tx: Transaction, work: Work, at: { now: Date; ttlMs: number }): Promise<Applied> {
  const { now } = at
  const { created, ended, renewed, revisited, events: given = [], accept } = work
  const draft = createSessionDraft(now, at.ttlMs)
  if (created) draft.create({ ...unasked, ...created, id: await tx.insertSession(created) })
  if (ended) draft.load(ended.sessions)
  if (renewed) {
    draft.load([renewed.session])
    draft.move(renewed.session, renewed.event, { cause: 'renewal', webhookId: null })
  }
  const keys = keysOf([...draft.all(), ...given.flatMap(({ event }) => (event.known ? event : []))])
  const [unmatched, known] = await settleAll([
    loadUnmatched(tx, draft, revisited ?? keys),
    accept ? tx.storedWebhooks(given.map(({ event }) => event.webhookId)) : nothing,
  ])
  const events = accept ? accept(known) : given
  const results = new Map<string, ApplyResult>()
  const settled: { readonly waiting: Unmatched; readonly result: ApplyResult }[] = []

  /** Applies what waits for this session, from the first again whenever one has moved it. */
  const matchUnmatched = (sessionId: string): void => {
    if (unmatched.isEmpty()) return
    for (let session = draft.get(sessionId); session; ) {
      const before = session
      for (const waiting of unmatched.of(session)) {
        const { error } = waiting
        const result =
          error === null ? applyEvent(draft, waiting.event) : ({ outcome: 'failed', session, error } as const)
        if (result.outcome === 'unmatched') continue
        unmatched.delete(waiting)
        results.set(waiting.event.webhookId, result)
        if (waiting.stored) settled.push({ waiting, result })
        const other = result.session?.sessionId
        if (other !== undefined && other !== sessionId) matchUnmatched(other)
        if (draft.get(sessionId) !== before) break
      }
      session = draft.get(sessionId)
      if (session === before) return
    }
  }

  for (const { event, stored } of events) {
    unmatched.forget(event.webhookId)
    const result = applyEvent(draft, event)
    results.set(event.webhookId, result)
    if (result.session) matchUnmatched(result.session.sessionId)
    else if (result.outcome === 'unmatched' && !stored) unmatched.add(event)
  }
  if (created) matchUnmatched(created.sessionId)
  if (revisited) for (const { sessionId } of [...draft.all()]) matchUnmatched(sessionId)
  const errors: Error[] = []
  for (const { sessionId } of ended?.sessions ?? []) {
    const session = draft.get(sessionId)
    if (!session || !ended) continue
    try {
      const cause = ended.event === 'session.expired' ? 'expiry' : 'cancel'
      draft.move(session, ended.event, { cause, webhookId: null })
      matchUnmatched(sessionId)
    } catch (error) {
      errors.push(new Error(`Session ${sessionId} cannot be read`, { cause: error }))
    }
  }

  const changed = draft.changed()
  const history = draft.history()
  const commands = draft.commands()
  const webhooks: NewWebhook[] = []
  const updates = settled.map(({ waiting, result }) => toSettled(waiting, result, now))
  for (const { event, stored } of events) {
    const result = results.get(event.webhookId) ?? { outcome: 'unmatched', session: null, error: null }
    if (stored) updates.push(toReplayed(event.webhookId, stored, result, now))
    else webhooks.push(toNewWebhook(event, result, now))
  }
  await settleAll([
    tx.updateSessions(changed),
    tx.insertHistory(history),
    tx.insertWebhooks(webhooks),
    tx.updateOutcomes(updates),
    tx.insertCommands(commands),
    tx.addCounters(countWritten({ history, webhooks, updates })), // last, so that its locks are held shortest
  ])
  return {
    results,
    changes: changed.map(({ sessionId, version }) => ({ sessionId, version })),
    hasCommands: commands.length > 0,
    sessions: new Map([...draft.all()].map((session) => [session.sessionId, session])),
    errors,
  }
}

const nothing: ReadonlySet<string> = new Set()

/** The row of an event with what became of it. */
export function toNewWebhook(event: WebhookEvent, { outcome, session, error }: ApplyResult, now: Date): NewWebhook {
  const processed = isProcessed(outcome)
  return {
    webhookId: event.webhookId,
    dialect: event.dialect,
    topic: event.topic,
    organizationId: event.organizationId,
    agentId: event.agentId,
    connectionId: event.connectionId,
    invitationId: event.invitationId,
    session: session?.id ?? null,
    payload: event.payload,
    events: JSON.stringify(event.events),
    theirDid: event.theirDid,
    theirLabel: event.theirLabel,
    recordId: event.recordId,
    reuse: event.reuse,
    outcome,
    error,
    processed,
    processedAt: processed ? now : null,
    createdAt: now,
    nextAttemptAt: outcome === 'failed' ? retryAt(0, now) : null,
    sentAt: readSentAt(event.timestamp),
  }
}

function toSettled({ stored, event }: Unmatched, { outcome, session, error }: ApplyResult, now: Date): OutcomeUpdate {
  const processed = isProcessed(outcome)
  return {
    id: stored?.id ?? 0,
    webhookId: event.webhookId,
    session: session?.id ?? null,
    before: 'unmatched',
    outcome,
    error,
    processed,
    processedAt: processed ? now : null,
    attempts: outcome === 'failed' ? 0 : (stored?.attempts ?? 0),
    nextAttemptAt: outcome === 'failed' ? retryAt(0, now) : null,
  }
}

/** What was done with stays so, whatever comes out this time. */
export function toReplayed(webhookId: string, stored: StoredEvent, result: ApplyResult, now: Date): OutcomeUpdate {
  const { outcome: before, attempts } = stored
  const isDone = before === 'applied' || before === 'stale'
  const outcome = isDone && result.outcome !== 'applied' ? before : result.outcome
  const processed = isProcessed(outcome)
  return {
    id: stored.id,
    webhookId,
    session: result.session?.id ?? stored.session,
    before,
    outcome,
    error: result.error,
    processed,
    processedAt: processed ? now : null,
    attempts: attempts + 1,
    nextAttemptAt: outcome === 'failed' ? retryAt(attempts + 1, now) : null,
  }
}

function isProcessed(outcome: Outcome): boolean {
  return outcome !== 'unmatched' && outcome !== 'failed'
}

/** The end of the year 9999. */
const latestMs = 253_402_300_800_000

/** The sender's time, or null where it gave none, or one that cannot be true and that a database might not hold. */
function readSentAt(timestamp: string | null): Date | null {
  const ms = timestamp === null ? Number.NaN : Date.parse(timestamp)
  return ms >= 0 && ms < latestMs ? new Date(ms) : null
}
