import type { Logger } from 'pino'

/** As they come, in any one second. */
const wholePerSecond = 50

interface Fields extends Readonly<Record<string, string | number>> {
  readonly durationMs: number
}

/**
 * Lines at level `info` that come with every registration: fifty a second as they come, and of those beyond them once a second how many
 * they were and how long the slowest took. Whoever needs each sets the level to `debug`.
 */
export function createSampledLog(log: Logger, message: string): (fields: Fields) => void {
  if (log.isLevelEnabled('debug')) return (fields) => log.info(fields, message)
  let written = 0
  let count = 0
  let slowestMs = 0
  const second = () => {
    if (count > 0) log.info({ count, slowestMs }, `${message}, repeatedly`)
    written = 0
    count = 0
    slowestMs = 0
  }
  return (fields) => {
    if (written === 0) setTimeout(second, 1000).unref()
    if (written++ < wholePerSecond) return log.info(fields, message)
    count++
    slowestMs = Math.max(slowestMs, fields.durationMs)
  }
}
