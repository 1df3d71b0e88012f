import type { Logger } from 'pino'

/** Well under the five seconds within which a session that stands still must end. */
const intervalMs = 1000

/** Runs `sweep` now, for what a downtime left behind, and every second after that. A failure is logged and tried again. */
export function startSweeper(sweep: () => Promise<number>, log: Logger): { stop(): Promise<void> } {
  let running: Promise<void> | undefined
  const run = async () => {
    try {
      const expired = await sweep()
      if (expired > 0) log.info({ expired }, 'sessions expired')
    } catch (error) {
      log.warn({ err: error }, 'sweep failed')
    } finally {
      running = undefined
    }
  }
  const tick = () => {
    running ??= run()
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
