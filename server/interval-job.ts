import type { Logger } from 'pino'

export interface IntervalJob {
  /** Resolves when the round that runs is over; no other begins. */
  stop(): Promise<void>
}

/**
 * Does `work` now, for what a downtime left behind, and then every `intervalMs`, never twice at once. A failure is logged
 * as that of `name`, and the next round tries again.
 */
export function startIntervalJob(
  name: string,
  work: () => Promise<unknown>,
  intervalMs: number,
  log: Logger,
): IntervalJob {
  let running: Promise<void> | undefined
  const round = async () => {
    try {
      await work()
    } catch (error) {
      log.warn({ round: name, err: error }, 'round failed')
    } finally {
      running = undefined
    }
  }
  const tick = () => {
    running ??= round()
  }
  tick()
  const timer = setInterval(tick, intervalMs)
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
