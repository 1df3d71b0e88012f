import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Claim } from '../db/claim.ts'

export interface ReconcilerOptions {
  /** One round; answers how many lost webhooks it made up for. */
  readonly reconcile: (signal: AbortSignal) => Promise<number>
  readonly claim: Claim
  /** Between rounds. */
  readonly intervalMs: number
  readonly log: Logger
}

const longestPauseMs = 5 * 60_000
/** After this the work is up for grabs again, in case a cut connection has made two processes do it. */
const turnMs = 10 * 60_000

/** Runs round after round, in one process at a time. A failure is logged, and the next round waits twice as long. */
export function startReconciler({ reconcile, claim, intervalMs, log }: ReconcilerOptions): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  const pause = (ms: number) => sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
  let pauseMs = intervalMs

  const round = async () => {
    try {
      await reconcile(signal)
      pauseMs = intervalMs
    } catch (error) {
      if (signal.aborted) return
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      log.warn({ err: error, pauseMs }, 'reconciling failed')
    }
  }

  const turn = async () => {
    const endMs = performance.now() + turnMs
    while (!signal.aborted && performance.now() < endMs) {
      await pause(pauseMs)
      if (!signal.aborted) await round()
    }
  }

  const run = async () => {
    while (!signal.aborted) {
      await claim('reconciler', turn).catch((error: unknown) => log.warn({ err: error }, 'reconciling failed'))
      await pause(intervalMs)
    }
  }

  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}
