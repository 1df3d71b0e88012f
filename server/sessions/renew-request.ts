import { isConnected, isEnded } from '../../shared/advance.ts'
import type { CommandKind } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { dropWaiting, findCommand } from '../db/outbox.ts'
import { toSessionView } from '../db/session-views.ts'
import { AppError } from '../errors.ts'
import { applyEvents, type PipelineContext } from './apply-events.ts'
import { toSessionState } from './session-draft.ts'
import { attemptOf, familyOf } from './session-records.ts'

type Renewed = CommandKind & ('requestProof' | 'offerCredential')

const events = { requestProof: 'session.proof-renewed', offerCredential: 'session.offer-renewed' } as const
/** So long a wallet may take before it is asked a second time. */
const quietMs = 60_000

/**
 * Asks the wallet again: after it declined, after what it shared failed, after the platform refused or did not hand over
 * what was shown, or when nothing came of it for a minute. The session comes back as it is where that is not called for:
 * never twice for one attempt.
 *
 * @throws AppError `NOT_FOUND`, `SESSION_ENDED`, `NOT_CONNECTED`; `NOT_VERIFIED` for an offer without a verified proof, or
 *   where nothing is to be issued.
 */
export async function renewRequest(ctx: PipelineContext, sessionId: string, kind: Renewed): Promise<SessionView> {
  const { db, bus, ttlMs, now } = ctx
  const { after, changes, hasCommands } = await db.transaction(async (tx) => {
    const [session] = await tx.sessionsById([sessionId])
    if (!session) throw new AppError('NOT_FOUND', 'Session not found')
    const { status, proof, credential } = toSessionState(session)
    if (isEnded(status)) throw new AppError('SESSION_ENDED', 'The session has ended')
    if (!isConnected(status)) throw new AppError('NOT_CONNECTED', 'The wallet is not connected yet')
    if (kind === 'offerCredential' && (proof !== 'verified' || session.requestType !== 'registration')) {
      throw new AppError('NOT_VERIFIED', 'A credential is offered only after a verified registration')
    }
    const family = familyOf(kind)
    const attempt = attemptOf(session, family).number
    const command = attempt > 0 ? await findCommand(tx, session.id, kind, attempt) : undefined
    const region = kind === 'requestProof' ? proof : credential
    const isRefused = session.problem !== null && familyOf(session.problem) === family
    const isOver = region === 'failed' || region === 'declined' || isRefused || command?.outcome === 'refused'
    const isOpen = command !== undefined && command.dueAt !== null
    const isQuiet = now().getTime() - session.updatedAt.getTime() >= quietMs
    const isUnasked = command === undefined || command.outcome === 'dropped'
    const isUnfetched = kind === 'offerCredential' && session.problem === 'readIdentity'
    const takeBack = () => isUnfetched && dropWaiting(tx, { session: session.id, kind, attempt }, now())
    const isDue = isOver || (isOpen ? await takeBack() : isQuiet || isUnasked)
    if (!isDue) return { after: session, changes: [], hasCommands: false }
    const applied = await applyEvents(tx, { renewed: { session, event: events[kind] } }, { now: now(), ttlMs })
    return { ...applied, after: applied.sessions.get(sessionId) ?? session }
  })
  bus.publish(changes, hasCommands)
  return toSessionView(after)
}
