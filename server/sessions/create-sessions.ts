import { cancelSession } from './cancel-session.ts'
import { createSession, type SessionContext } from './create-session.ts'
import { getSession } from './get-session.ts'
import { requestOnce } from './request-once.ts'
import type { Sessions } from './sessions.ts'
import { watchSession } from './watch-session.ts'

export function createSessions(ctx: SessionContext): Sessions {
  return {
    create: (requestType, requester) => createSession(ctx, requestType, requester),
    get: (sessionId) => getSession(ctx, sessionId),
    watch: (sessionId, lastVersion, signal) => watchSession(ctx, { sessionId, lastVersion }, signal),
    cancel: (sessionId) => cancelSession(ctx, sessionId),
    requestProof: (sessionId) => requestOnce(ctx, sessionId, 'requestProof'),
    offerCredential: (sessionId) => requestOnce(ctx, sessionId, 'offerCredential'),
  }
}
