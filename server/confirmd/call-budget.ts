import { PlatformError } from './platform-error.ts'

interface BudgetOptions {
  /** Calls that may be on their way at once. */
  readonly atOnce?: number
  /** Calls that may wait for their turn. */
  readonly waiting?: number
}

/** Runs calls a few at a time, first come, first served. */
export type CallBudget = ReturnType<typeof createCallBudget>

/** At most 20 calls at once, and 200 that wait for one of them to end. */
export function createCallBudget({ atOnce = 20, waiting = 200 }: BudgetOptions = {}) {
  const queue = new Set<() => void>()
  let running = 0

  const turn = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal.aborted) return reject(leftEarly(signal))
      if (running < atOnce) {
        running++
        return resolve()
      }
      if (queue.size >= waiting) return reject(tooMany())
      const leave = () => {
        queue.delete(start)
        reject(leftEarly(signal))
      }
      const start = () => {
        queue.delete(start)
        signal.removeEventListener('abort', leave)
        resolve() // the place of the call that has just ended
      }
      queue.add(start)
      signal.addEventListener('abort', leave, { once: true })
    })

  const release = () => {
    const [next] = queue
    if (next) next()
    else running--
  }

  return {
    /**
     * What `call` answers, once it is its turn; a caller whose `signal` aborts leaves the queue.
     *
     * @throws PlatformError of effect `none`: `PLATFORM_BUSY` where too many wait already, `PLATFORM_FAILED` where the
     * signal aborted before its turn came.
     */
    async run<Result>(call: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
      await turn(signal)
      try {
        return await call()
      } finally {
        release()
      }
    },
    /** How many are on their way, and how many wait. */
    load: () => ({ running, waiting: queue.size }),
  }
}

function tooMany(): PlatformError {
  return new PlatformError('none', 'Too many requests are waiting for the wallet platform', { code: 'PLATFORM_BUSY' })
}

function leftEarly(signal: AbortSignal): PlatformError {
  return new PlatformError('none', 'The wallet platform was not asked in time', { cause: signal.reason })
}
