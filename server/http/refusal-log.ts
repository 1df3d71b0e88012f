import type { Logger } from 'pino'
import { networkOf } from '../addresses/network-of.ts'

interface Refusals {
  readonly counts: Record<string, number>
  count: number
}

const onceInMs = 10_000
/** Of more networks than this at once, the others are counted together. */
const mostNetworks = 1000
const others = 'others'

/**
 * Writes refusals to the log, the first of a client's network at once, and what follows within ten seconds as one line with
 * their numbers: whoever sends nonsense must not fill the log. Networks are told apart, and not named.
 */
export function createRefusalLog(log: Logger, message: string) {
  const open = new Map<string, Refusals>()
  const finish = (key: string) => {
    const refusals = open.get(key)
    open.delete(key)
    if (!refusals || refusals.count === 0) return
    log.info({ count: refusals.count, answers: refusals.counts }, `${message}, repeatedly`)
    begin(key)
  }
  const begin = (key: string) => {
    open.set(key, { counts: {}, count: 0 })
    setTimeout(() => finish(key), onceInMs).unref()
  }
  return {
    /** Notes that `clientIp` was refused with that `answer`; the `fields` are of the line that is written at once. */
    add(clientIp: string, answer: string, fields: object): void {
      const network = networkOf(clientIp)
      const key = open.has(network) || open.size < mostNetworks ? network : others
      const refusals = open.get(key)
      if (!refusals) {
        log.info({ ...fields, answer }, message)
        begin(key)
        return
      }
      refusals.count++
      refusals.counts[answer] = (refusals.counts[answer] ?? 0) + 1
    },
  }
}
