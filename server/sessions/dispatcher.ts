import { claimCommands, type DueCommand, takeBackCommands } from '../db/outbox.ts'
import { AppError } from '../errors.ts'
import { carryOut } from './carry-out.ts'
import type { OutboxContext } from './outbox-context.ts'
import { createSettle } from './settle-commands.ts'

/** Calls to the platform at once. */
const atOnce = 20
/** For what another process has left, and for what is to be tried again. */
const pollEveryMs = 1_000
/** Longer than a call can take: after it the process that took a command is taken for dead. */
const leaseMs = 30_000
/** Between two looks, so that what is free by then is taken by one transaction. */
const pauseMs = 5

/**
 * Carries out the outbox: woken when something was written down, and every second. Never two calls for one session, kind
 * and attempt: what a process has taken is its own until it has settled it, or has died.
 */
export function startDispatcher(ctx: OutboxContext): { stop(): Promise<void> } {
  const { db, bus, log, now } = ctx
  const settle = createSettle(ctx)
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  let claiming: Promise<void> | undefined
  let isDue = true

  const run = (command: DueCommand) => {
    const work = carryOut(ctx, command, settle, stopping.signal)
      .catch((error: unknown) => {
        if (!(error instanceof AppError)) log.error({ err: error, command: command.kind }, 'unexpected error')
      }) // it stays taken, and is looked at again when its lease is over
      .finally(() => {
        running.delete(work)
        isDue = true
        if (!claiming) setTimeout(look, pauseMs)
      })
    running.add(work)
  }

  const claim = async () => {
    while (isDue && running.size < atOnce && !stopping.signal.aborted) {
      isDue = false
      const limit = atOnce - running.size
      const commands = await claimCommands(db, { now: now(), limit, leaseMs })
      for (const command of commands) run(command)
      if (commands.length === limit) isDue = true
    }
  }

  const look = () => {
    if (stopping.signal.aborted) return
    claiming ??= claim()
      .catch((error: unknown) => log.warn({ err: error }, 'the outbox could not be read'))
      .finally(() => {
        claiming = undefined
        if (isDue && running.size < atOnce && !stopping.signal.aborted) setTimeout(look, pauseMs)
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
      await claiming
      await Promise.all(running)
    },
  }
}
