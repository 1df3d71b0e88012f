import type { RequestType } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import type { Requester } from './create-session.ts'

/** The verbs on sessions that no webhook starts. All throw AppError `NOT_FOUND` for an unknown session. */
export interface Sessions {
  /** A new session with an invitation of the platform's. @throws AppError `PLATFORM_FAILED`; nothing is stored then. */
  create(requestType: RequestType, requester: Requester): Promise<SessionView>
  get(sessionId: string): Promise<SessionView>
  /**
   * The current view at once where `lastVersion` is null, else every version after it; then each later
   * version in order, once each. Ends after a final status or when `signal` aborts.
   */
  watch(sessionId: string, lastVersion: number | null, signal: AbortSignal): AsyncIterable<SessionView>
  /** Ends the session. One that has ended already is answered as it is. */
  cancel(sessionId: string): Promise<SessionView>
  /** Asks the wallet to share credentials, once per session however often it is called. @throws AppError `NOT_CONNECTED`, `SESSION_ENDED`, `PLATFORM_FAILED`. */
  requestProof(sessionId: string): Promise<SessionView>
  /** Offers the registration credential, once per session however often it is called. Throws likewise. */
  offerCredential(sessionId: string): Promise<SessionView>
}
