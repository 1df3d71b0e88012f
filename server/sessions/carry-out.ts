import { type CommandKind, RequestType } from '../../shared/session-status.ts'
import { Audience } from '../confirmd/audience.ts'
import { PlatformError } from '../confirmd/platform-error.ts'
import type { CommandUpdate, DueCommand } from '../db/outbox.ts'
import { findMadeRecord, wasVerified } from './find-made-record.ts'
import { identifyStudent } from './identify-student.ts'
import type { OutboxContext } from './outbox-context.ts'
import type { Settle } from './settle-commands.ts'

/** Before the second try; doubled before each later one. */
const firstWaitMs = 1_000
const longestWaitMs = 5 * 60_000
/** An answer that was not read may still be on its way as a webhook. */
const unreadWaitMs = 2_000
const looksForProof = 4
/** So long the student is not told that their details do not come: the platform may be slow for a moment. */
const unfetchedAfterMs = 20_000
/** Who has not been asked after a day will not find this page still open. */
const giveUpAfterMs = 24 * 60 * 60_000

/**
 * Carries out one command: looks for what an earlier call has done whose answer nobody read, calls the platform where nothing
 * was found, and writes down what came of it.
 *
 * @throws AppError `DATABASE_UNAVAILABLE`; the command then stays taken until its lease is over.
 */
export async function carryOut(
  ctx: OutboxContext,
  command: DueCommand,
  settle: Settle,
  signal: AbortSignal,
): Promise<void> {
  const { log } = ctx
  const { kind, session, attempt } = command
  if (session.connectionId === null)
    return settle(command, again(ctx, command, 'The connection is not known yet', command.unread))
  let { unread } = command
  let doing: CommandKind = kind
  try {
    const found = unread ? await lookUp(ctx, command, signal) : null
    unread = false // what an earlier call may have done is known now
    const recordId = found ?? (await call(ctx, command, signal, (step) => (doing = step)))
    await settle(command, { outcome: 'answered', recordId })
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    if (signal.aborted) return // whoever takes it next looks for what this call may have done
    const message = error.platformMessage ?? error.message
    const isFinal = error.effect === 'refused'
    const later = () => again(ctx, command, message, unread || (doing === kind && error.effect === 'unknown'))
    const next = isFinal ? ({ outcome: 'refused', error: message } as const) : later()
    const isUnfetched =
      doing === 'readIdentity' && ctx.now().getTime() - command.createdAt.getTime() >= unfetchedAfterMs
    const isFetched = session.problem === 'readIdentity' && doing !== 'readIdentity'
    const problem = next.outcome === 'refused' || isUnfetched ? doing : isFetched ? null : undefined
    const update = { ...next, ...(problem !== undefined && { problem }) }
    const { outcome } = update
    const why = { failure: error.message, effect: error.effect, status: error.status } // the platform's words are for the console
    log.warn({ session: session.id, kind, attempt, outcome, ...why }, 'platform command failed')
    await settle(command, update)
  }
}

/** What an earlier call has made or done whose answer nobody read; null where there is nothing. @throws PlatformError */
function lookUp(ctx: OutboxContext, command: DueCommand, signal: AbortSignal): Promise<string | null> {
  if (command.kind === 'readIdentity') return Promise.resolve(null) // it may be read any number of times
  return command.kind === 'verifyPresentation'
    ? wasVerified(ctx, command, signal)
    : findMadeRecord(ctx, command, signal)
}

/** Answers the record that the call made or worked on; `begin` is told each step on the way to it. @throws PlatformError */
async function call(
  ctx: OutboxContext,
  command: DueCommand,
  signal: AbortSignal,
  begin: (step: CommandKind) => void,
): Promise<string> {
  const { platform } = ctx
  const connectionId = command.session.connectionId ?? ''
  const requestType = RequestType.parse(command.session.requestType)
  const audience = Audience.catch('own').parse(command.session.audience)
  switch (command.kind) {
    case 'requestProof':
      return platform.requestProof({ connectionId, requestType, audience }, signal)
    case 'verifyPresentation': {
      const proofId = await proofOf(ctx, command, signal)
      await platform.verifyPresentation(proofId, signal)
      return proofId
    }
    case 'readIdentity': {
      const proofId = await proofOf(ctx, command, signal)
      const attributes = await platform.verifiedAttributes({ proofId, requestType, audience }, signal)
      await identifyStudent(ctx, command.session, attributes)
      return proofId
    }
    case 'offerCredential': {
      begin('readIdentity')
      const proofId = await proofOf(ctx, command, signal)
      const attributes = await platform.verifiedAttributes({ proofId, requestType, audience }, signal)
      const { registrationNumber } = await identifyStudent(ctx, command.session, attributes)
      begin('offerCredential')
      return platform.offerCredential({ connectionId, attributes, registrationNumber }, signal)
    }
  }
}

/** The proof record of the present attempt; where no webhook and no answer has named it, the platform's list does. */
async function proofOf(
  { platform }: OutboxContext,
  { session, calls }: DueCommand,
  signal: AbortSignal,
): Promise<string> {
  if (session.proofId !== null) return session.proofId
  const listed = await platform.listProofs(session.connectionId ?? '', signal)
  const [newest] = listed ?? []
  if (newest) return newest.recordId
  const effect = calls < looksForProof ? 'none' : 'refused' // it may be about to answer
  throw new PlatformError(effect, 'The wallet platform knows no proof of this connection')
}

/** Later again, each time after a longer wait; not for ever. */
function again({ now }: OutboxContext, command: DueCommand, error: string, unread: boolean): CommandUpdate {
  const nowMs = now().getTime()
  const ageMs = nowMs - command.createdAt.getTime()
  if (ageMs > giveUpAfterMs) return { outcome: 'refused', error }
  const waitMs = Math.min(Math.max(firstWaitMs, ageMs / 2), longestWaitMs) * (0.75 + Math.random() / 2)
  const dueAt = new Date(nowMs + (unread ? Math.max(unreadWaitMs, waitMs) : waitMs))
  return { outcome: 'waiting', dueAt, unread, error }
}
