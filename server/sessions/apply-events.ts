import type { SessionEvent } from '../../shared/session-status.ts'
import type { WebhookEvent } from '../../shared/webhook-event.ts'
import { countWritten } from '../db/counters.ts'
import type { Database } from '../db/database.ts'
import { settleAll } from '../db/settle-all.ts'
import {
  type Keys,
  type NewSession,
  type NewWebhook,
  type SessionRow,
  type Transaction,
  unasked,
} from '../db/transaction.ts'
import { type ApplyResult, applyEvent } from './apply-event.ts'
import type { Bus, SessionChange } from './bus.ts'
import { withoutPerson } from './erased-keys.ts'
import { createSessionDraft, type SessionDraft } from './session-draft.ts'
import { keysOf, loadUnmatched, type Unmatched } from './unmatched-events.ts'
import { type StoredEvent, toNewWebhook, toReplayed, toSettled, toSurplus } from './webhook-rows.ts'

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
  /** A session for which more waits than one transaction could apply: what follows is looked at. */
  readonly continued?: SessionRow
  /** Keys with which something may wait that was not known before. */
  readonly revisited?: Keys
  /** In the order they came. */
  readonly events?: readonly GivenEvent[]
  /** Which of `events` to take, told which webhook ids are stored already; all of them where it is absent. */
  readonly accept?: (stored: ReadonlySet<string>) => readonly GivenEvent[]
  /** Which of new events that belong to no session are about somebody who has been erased: only that they came is kept. */
  readonly findErased?: ((strangers: readonly WebhookEvent[]) => Promise<ReadonlySet<string>>) | undefined
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

/** So many that waited for one session are settled in one transaction, the rest by `continueWaiting`: their rows can be large. */
const settledOfOne = 20
/** And so many of all sessions together. */
const settledAtMost = 400
/** So many may wait with one key; the oldest of more become `stale`. */
const waitingAtMost = 1_000
/** So many do so at a time. */
const surplusAtMost = 32

/**
 * Applies events to sessions in `tx`, with every unmatched event that they make applicable, and writes all of it: load by
 * key, apply in memory, write. An event that waits is applied in the order it came, whichever key found it, and is looked
 * at again whenever its session has moved; when the session ends it becomes `stale`. Where more waits for a session than
 * one transaction takes, it keeps in its row how far that went, and what comes meanwhile waits behind it.
 */
export async function applyEvents(tx: Transaction, work: Work, at: { now: Date; ttlMs: number }): Promise<Applied> {
  const { now } = at
  const { created, ended, renewed, continued, revisited, events: given = [], accept, findErased } = work
  const draft = createSessionDraft(now, at.ttlMs)
  if (created) draft.create({ ...unasked, ...created, id: await tx.insertSession(created) })
  if (ended) draft.load(ended.sessions)
  if (renewed) {
    draft.load([renewed.session])
    draft.move(renewed.session, renewed.event, { cause: 'renewal', webhookId: null })
  }
  if (continued) draft.load([continued])
  const after = continued?.waitingAfter ?? 0
  const keys = keysOf([...draft.all(), ...given.flatMap(({ event }) => (event.known ? event : []))])
  const [unmatched, known] = await settleAll([
    loadUnmatched(tx, draft, revisited ?? keys, after),
    accept ? tx.storedWebhooks(given.map(({ event }) => event.webhookId)) : nothing,
  ])
  const events = accept ? accept(known) : given
  const results = new Map<string, ApplyResult>()
  const settled: { readonly waiting: Unmatched; readonly result: ApplyResult }[] = []

  /** Applies what waits for this session, from the first again whenever one has moved it. */
  const matchUnmatched = (sessionId: string): void => {
    if (unmatched.isEmpty()) return
    const settledTo = Math.min(settled.length + settledOfOne, settledAtMost)
    const isContinued = sessionId === continued?.sessionId
    for (let session = draft.get(sessionId); session; ) {
      const before = session
      for (const waiting of after > 0 && !isContinued ? [] : unmatched.of(session)) {
        if (settled.length >= settledTo) {
          draft.wait(session, 0)
          return
        }
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
      if (!session) return
      if (session !== before && after === 0) continue
      const isBeyond = unmatched.loadedTo(session)
      if (session === before && isContinued) draft.wait(session, isBeyond)
      else if (after > 0 || isBeyond !== null)
        draft.wait(session, 0) // all of it, in the order it came, and with what has come meanwhile
      else draft.wait(session, null)
      return
    }
  }

  for (const { event, stored } of events) {
    unmatched.forget(event.webhookId)
    const result = applyEvent(draft, event, isBehindOthers)
    results.set(event.webhookId, result)
    if (result.session) matchUnmatched(result.session.sessionId)
    else if (result.outcome === 'unmatched' && stored) lookAgain(draft, event)
    else if (result.outcome === 'unmatched') unmatched.add(event)
  }
  if (created) matchUnmatched(created.sessionId)
  if (continued && unmatched.isEmpty()) draft.wait(continued, null)
  else if (continued) matchUnmatched(continued.sessionId)
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
      errors.push(new Error(`Session ${session.id} cannot be read`, { cause: error }))
    }
  }

  const changed = draft.changed()
  const history = draft.history()
  const commands = draft.commands()
  const webhooks: NewWebhook[] = []
  const updates = settled.map(({ waiting, result }) => toSettled(waiting, result, now))
  const unplaced: WebhookEvent[] = []
  const strangers = events.flatMap(({ event, stored }) =>
    stored || results.get(event.webhookId)?.session ? [] : event,
  )
  const erased = findErased && strangers.length > 0 ? await findErased(strangers) : nothing
  for (const { event, stored } of events) {
    const result = results.get(event.webhookId) ?? { outcome: 'unmatched', session: null, error: null }
    if (erased.has(event.webhookId)) {
      webhooks.push(withoutPerson(toNewWebhook(event, result, now)))
      continue
    }
    if (result.outcome === 'unmatched') unplaced.push(event)
    if (stored) updates.push(toReplayed(event.webhookId, stored, result, now))
    else webhooks.push(toNewWebhook(event, result, now))
  }
  if (unplaced.some(({ connectionId, invitationId }) => connectionId !== null || invitationId !== null)) {
    const done = new Set(updates.map(({ id }) => id))
    const page = { keep: waitingAtMost - 1, limit: surplusAtMost }
    for (const surplus of await tx.surplusEvents(keysOf(unplaced), page)) {
      if (done.has(surplus.id)) continue
      done.add(surplus.id)
      updates.push(toSurplus(surplus, now))
    }
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
    changes: changed.flatMap(({ sessionId, version, versionBefore }) =>
      version === versionBefore ? [] : [{ sessionId, version }],
    ),
    hasCommands: commands.length > 0,
    sessions: new Map([...draft.all()].map((session) => [session.sessionId, session])),
    errors,
  }
}

const nothing: ReadonlySet<string> = new Set()

/** Where what waits is being worked through, this event may have its place before where that has got to. */
function lookAgain(draft: SessionDraft, { connectionId, invitationId }: WebhookEvent): void {
  for (const session of [...draft.all()]) {
    if (session.waitingAfter === null) continue
    if (session.connectionId === connectionId || session.invitationId === invitationId) draft.wait(session, 0)
  }
}

/** Whether what waits for the session is still being worked through: what comes now comes after it. */
function isBehindOthers({ waitingAfter }: SessionRow): boolean {
  return waitingAfter !== null
}
