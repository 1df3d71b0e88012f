import type { Logger } from 'pino'
import { isConnected } from '../../shared/advance.ts'
import type { PlatformRecords } from '../confirmd/platform.ts'
import type { Database } from '../db/database.ts'
import { findStalledSessions, type StalledSession } from '../db/stalled-sessions.ts'
import type { Inbox } from './inbox.ts'
import { type RecordKind, toMissedEvent } from './missed-event.ts'

export interface ReconcileContext {
  readonly records: PlatformRecords
  readonly inbox: Inbox
  readonly db: Pick<Database, 'query'>
  readonly organizationId: string
  readonly ttlMs: number
  /** How long a session stands still before it is asked about, and how long at least between two questions. */
  readonly afterMs: number
  readonly log: Logger
  readonly now: () => Date
}

/** In one round; more than one transaction can move, so that each round gets further. */
const seenAtMost = 1000
const askedAtMost = 100
const askedAtOnce = 4
/** A platform that fails as often as this in one round is left alone until the next. */
const failuresAtMost = 8
const waitAtMostMs = 60 * 60_000
/** A connected student who has not answered for a day will not find this page still open. */
const horizonMs = 24 * 60 * 60_000

/**
 * Asks the platform about sessions that stand still, and stores what was missed like a webhook. Each call is one round of
 * bounded work; it answers how many events it brought. A session is asked about when it has stood still for `afterMs`,
 * then again each time it has stood still twice as long.
 *
 * @throws AppError `PLATFORM_FAILED` where the platform answered no question at all; `DATABASE_UNAVAILABLE`.
 */
export function createReconcile(deps: ReconcileContext): (signal: AbortSignal) => Promise<number> {
  const { db, ttlMs, afterMs, log, now } = deps
  const asked = new Map<number, { readonly expiresAtMs: number; readonly againAtMs: number }>()
  let seen = new Set<number>()
  let cursorMs = 0

  const isDue = ({ id, expiresAt }: StalledSession) => {
    const last = asked.get(id)
    return last?.expiresAtMs !== expiresAt.getTime() || last.againAtMs <= now().getTime()
  }

  const remember = ({ id, expiresAt }: StalledSession) => {
    const nowMs = now().getTime()
    const stillMs = nowMs + ttlMs - expiresAt.getTime() // every step moves `expiresAt` to then plus the TTL
    asked.set(id, {
      expiresAtMs: expiresAt.getTime(),
      againAtMs: nowMs + Math.min(Math.max(stillMs, afterMs), waitAtMostMs),
    })
  }

  const startAgain = () => {
    cursorMs = 0
    for (const id of asked.keys()) if (!seen.has(id)) asked.delete(id)
    seen = new Set()
  }

  return async (signal) => {
    const endMs = now().getTime() + ttlMs
    const from = new Date(Math.max(cursorMs, endMs - horizonMs))
    const { sessions: stalled, isFull } = await findStalledSessions(
      db.query,
      from,
      new Date(endMs - afterMs),
      seenAtMost,
    )
    const allDue = stalled.filter(isDue)
    const due = allDue.slice(0, askedAtMost)
    for (const { id } of stalled) seen.add(id)
    const last = allDue.length > due.length ? due.at(-1) : isFull ? stalled.at(-1) : undefined
    if (last)
      cursorMs = last.expiresAt.getTime() - 1 // one transaction moves many sessions at one time: look at that time again
    else startAgain()

    const round = { brought: 0, answered: false, failures: 0 }
    let failure: unknown
    const next = async (): Promise<void> => {
      for (let session = due.shift(); session && !signal.aborted; session = due.shift()) {
        try {
          round.brought += await ask(deps, session, signal)
          round.answered = true
        } catch (error) {
          failure = error
          if (++round.failures >= failuresAtMost) due.length = 0
        }
        remember(session)
      }
    }
    await Promise.all(Array.from({ length: askedAtOnce }, next))
    if (round.failures > 0 && !round.answered) throw failure
    if (round.failures > 0)
      log.warn({ err: failure, failures: round.failures }, 'some sessions could not be asked about')
    return round.brought
  }
}

/** Stores what the platform knows and this session does not; answers how many events that took. */
async function ask(deps: ReconcileContext, session: StalledSession, signal: AbortSignal): Promise<number> {
  const { records, inbox, organizationId, log, now } = deps
  let brought = 0
  for (const [kind, recordId] of questions(session)) {
    const record = await records[kind](recordId, signal)
    const event = record && toMissedEvent(session, { kind, recordId, record, organizationId, now: now() })
    if (!event || (await inbox.store(event)) !== 'stored') continue
    log.info({ session: session.id, topic: event.topic }, 'missed webhook recovered')
    brought++
  }
  return brought
}

function questions({ status, connectionId, proof, proofId, credential, credentialId }: StalledSession) {
  const asks: [RecordKind, string][] = []
  if (status !== 'completed') asks.push(['connection', connectionId])
  if (!isConnected(status)) return asks
  if (proofId !== null && ['idle', 'request', 'presentation'].includes(proof)) asks.push(['proof', proofId])
  if (credentialId !== null && ['idle', 'offer', 'request'].includes(credential)) {
    asks.push(['credential', credentialId])
  }
  return asks
}
