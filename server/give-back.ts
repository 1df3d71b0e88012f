import { performance } from 'node:perf_hooks'

/** So many streams that have ended hold enough to be worth a pause. */
const enough = 1_000
const lookEveryMs = 5_000
/** Of its time the event loop is busy for less than this: nobody waits for the pause then. */
const idleBelow = 0.2

/**
 * Gives the memory of streams back to the operating system once very many of them have ended and nothing much goes on: V8 by itself keeps
 * what it once had, however little of it is in use. It is a pause of some tenths of a second, which is why it waits for a quiet moment. Without
 * `--expose-gc`, which `npm start` has, nothing is given back.
 */
export function createGiveBack(collect: ((options: NodeJS.GCOptions) => void) | undefined = globalThis.gc) {
  let ended = 0
  let endedBefore = 0
  let timer: NodeJS.Timeout | undefined
  let loop = performance.eventLoopUtilization()

  const look = () => {
    const before = loop
    loop = performance.eventLoopUtilization()
    const isQuiet = ended === endedBefore && performance.eventLoopUtilization(loop, before).utilization < idleBelow
    endedBefore = ended
    if (!isQuiet) return
    clearInterval(timer)
    timer = undefined
    ended = 0
    endedBefore = 0
    collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  }

  return {
    /** A stream has ended. */
    streamEnded(): void {
      ended++
      if (ended < enough || timer || !collect) return
      loop = performance.eventLoopUtilization()
      timer = setInterval(look, lookEveryMs).unref()
    },
  }
}
