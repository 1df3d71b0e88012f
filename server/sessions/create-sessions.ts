import type { Platform } from '../confirmd/platform.ts'
import { AppError } from '../errors.ts'
import type { Bus } from '../feed/bus.ts'
import type { Ledger } from '../store/ledger.ts'
import type { SessionQueries } from '../store/session-queries.ts'
import { create } from './create.ts'
import { cancel } from './end.ts'
import { askOnce } from './exchange.ts'
import type { Sessions } from './sessions.ts'
import { watch } from './watch.ts'

export interface SessionsDeps {
  readonly platform: Platform
  readonly ledger: Ledger
  readonly queries: SessionQueries
  readonly bus: Bus
  readonly ttlMs: number
  readonly now: () => Date
}

export function createSessions(deps: SessionsDeps): Sessions {
  const { platform, queries } = deps
  return {
    create: (requestType, requester) => create(deps, requestType, requester),
    get: async (sessionId) => {
      const session = await queries.view(sessionId)
      if (!session) throw new AppError('NOT_FOUND', 'Session not found')
      return session
    },
    watch: (sessionId, lastVersion, signal) => watch(deps, sessionId, lastVersion, signal),
    cancel: (sessionId) => cancel(deps, sessionId),
    requestProof: (sessionId) => askOnce(deps, sessionId, 'proof', platform.requestProof),
    offerCredential: (sessionId) => askOnce(deps, sessionId, 'credential', platform.offerCredential),
  }
}
