import type { Logger } from 'pino'
import type { LimiterStore } from '../db/database.ts'
import { createNetworkLimit, type NetworkLimit } from './network-limit.ts'

const failuresPerMinute = 30

/** Thirty failures a minute of each client's network, those of one `kind` apart from those of another. */
export function createFailureLimit(kind: 'webhook' | 'operator', store: LimiterStore | undefined, log: Logger) {
  return createNetworkLimit({ name: `failure ${kind}`, perMinute: failuresPerMinute, store, log })
}

export type FailureLimit = NetworkLimit
