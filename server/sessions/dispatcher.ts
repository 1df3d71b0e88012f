import { type DueCommand, isAnyDue, takeBackCommands } from '../db/outbox.ts'
import { AppError } from '../errors.ts'
import { carryOut } from './carry-out.ts'
import { claimDue } from './claim-commands.ts'
import type { OutboxContext } from './outbox-context.ts'
import { createSettle } from './settle-commands.ts'

/** Calls to the platform at once. */
const atOnce = 20
/** For what another process has left, and for what is to be tried again. */
const usualPollMs = 1_000
/** Longer than a call can take: after it the process that took a command is taken for dead. */
const leaseMs = 30_000
/** Between two looks while there is work: webhooks wait for as many commits less. */
const pauseMs = 40

/**
 * Carries out the outbox: woken when something was written down, and every `pollEveryMs`, a second. Never two calls for one session, kind
 * and attempt: what a process has taken is its own until it has settled it, or has died.
 */
export function startDispatcher(ctx: OutboxContext, pollEveryMs = usualPollMs): { stop(): Promise<void> } {
  const { db, bus, log, now } = ctx
  const settle = createSettle(ctx)
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  let claiming: Promise<void> | undefined
  let isDue = true
  let lookedMs = Number.NEGATIVE_INFINITY
  let later: NodeJS.Timeout | undefined

  const run = (command: DueCommand) => {
    const work = carryOut(ctx, command, settle, stopping.signal)
      .catch((error: unknown) => {
        if (!(error instanceof AppError)) log.error({ err: error, command: command.kind }, 'unexpected error')
      }) // it stays taken, and is looked at again when its lease is over
      .finally(() => {
        running.delete(work)
        if (isDue) look()
      })
    running.add(work)
  }

  const claim = async () => {
    if (!isDue || running.size >= atOnce) return
    isDue = false
    const limit = atOnce - running.size
    const at = now()
    if (!(await isAnyDue(db, at))) return
    const isShared = db.shared !== undefined
    const { commands, isMore } = await db.perform(claimDue, { now: at, limit, leaseMs, isShared })
    for (const command of commands) run(command)
    if (isMore) isDue = true
  }

  const look = () => {
    if (stopping.signal.aborted || claiming) return
    const pauseLeftMs = lookedMs + pauseMs - performance.now()
    if (pauseLeftMs > 0) {
      later ??= setTimeout(() => {
        later = undefined
        look()
      }, pauseLeftMs)
      return
    }
    lookedMs = performance.now()
    claiming = claim()
      .catch((error: unknown) => log.warn({ err: error }, 'the outbox could not be read'))
      .finally(() => {
        claiming = undefined
        if (isDue && running.size < atOnce) look()
      })
  }
  const wake = () => {
    isDue = true
    look()
  }

  const unsubscribe = bus.subscribeToCommands(wake)
  const timer = setInterval(wake, pollEveryMs)
  const begin = db.shared ? Promise.resolve() : takeBackCommands(db, now())
  claiming = begin
    .catch((error: unknown) => log.warn({ err: error }, 'the outbox could not be read'))
    .finally(() => {
      claiming = undefined
      wake()
    })

  return {
    async stop() {
      stopping.abort()
      unsubscribe()
      clearInterval(timer)
      clearTimeout(later)
      await claiming
      await Promise.all(running)
    },
  }
}
