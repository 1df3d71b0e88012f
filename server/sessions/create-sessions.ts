import type { Platform } from '../confirmd/platform.ts'
import type { Database } from '../db/database.ts'
import type { SessionQueries } from '../db/session-views.ts'
import { AppError } from '../errors.ts'
import type { Bus } from './bus.ts'
import { create } from './create-session.ts'
import { cancel } from './end.ts'
import { requestOnce } from './request-once.ts'
import type { Sessions } from './sessions.ts'
import { watch } from './watch-session.ts'

export interface SessionsDeps {
  readonly platform: Platform
  readonly db: Database
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
    requestProof: (sessionId) => requestOnce(deps, sessionId, 'proof', platform.requestProof),
    offerCredential: (sessionId) => requestOnce(deps, sessionId, 'credential', platform.offerCredential),
  }
}
