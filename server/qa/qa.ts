import type { SessionCoverage } from '../../shared/session-coverage.ts'
import type { SessionTimeline } from '../../shared/session-timeline.ts'
import { createCoverage } from './coverage.ts'
import { type SendDeps, type Sent, send } from './send.ts'
import { timeline } from './timeline.ts'

/** What the QA engineer asks of the server. */
export interface Qa {
  /** A session's whole story. @throws AppError `NOT_FOUND` */
  timeline(sessionId: string): Promise<SessionTimeline>
  /** How often each state was entered and each transition taken, over all sessions. */
  coverage(): Promise<SessionCoverage>
  /** Sends an event as a real signed webhook over HTTP. @throws AppError `SEND_REFUSED`, `NOT_FOUND`, `PLATFORM_FAILED` */
  send(sessionId: string, topic: string): Promise<Sent>
}

export function createQa(deps: SendDeps): Qa {
  return {
    timeline: (sessionId) => timeline(deps.read, sessionId),
    coverage: createCoverage(deps.read, deps.now),
    send: (sessionId, topic) => send(deps, sessionId, topic),
  }
}
