import { networkOf } from '../addresses/network-of.ts'
import { AppError } from '../errors.ts'
import { createFairTurns, NoTurnError } from './fair-turns.ts'
import { createNetworkLimit, type NetworkLimitOptions } from './network-limit.ts'

/** As many as may ask the platform at once, so that what registrations ask for is never behind more than these. */
const atOnce = 20
const waiting = 200

/**
 * Lets sessions be made: `perMinute` of each client's network (0 is no limit), a few at a time, the networks by turns.
 * What answers is `work`'s answer.
 *
 * @throws AppError `TOO_MANY_ATTEMPTS`, `PLATFORM_BUSY`; `PLATFORM_FAILED` where the caller left before its turn.
 */
export function createSessionAdmission({ perMinute, store, log }: Omit<NetworkLimitOptions, 'name'>) {
  const limit = perMinute === 0 ? undefined : createNetworkLimit({ name: 'sessions', perMinute, store, log })
  const turns = createFairTurns({ atOnce, waiting })
  return async <Result>(clientIp: string, signal: AbortSignal | undefined, work: () => Promise<Result>) => {
    const retryAfterSeconds = (await limit?.take(clientIp)) ?? 0
    if (retryAfterSeconds > 0) {
      const message = `Too many registrations from this network. Try again in ${retryAfterSeconds} s.`
      throw new AppError('TOO_MANY_ATTEMPTS', message, { retryAfterSeconds })
    }
    let begun = false
    const begin = () => {
      begun = true
      return work()
    }
    return turns.run(networkOf(clientIp), signal, begin).catch((error: unknown) => {
      if (begun) throw error
      if (error instanceof NoTurnError)
        throw new AppError('PLATFORM_BUSY', 'Too many requests are waiting for the wallet platform')
      throw new AppError('PLATFORM_FAILED', 'The wallet platform was not waited for', { cause: error })
    })
  }
}

export type SessionAdmission = ReturnType<typeof createSessionAdmission>
