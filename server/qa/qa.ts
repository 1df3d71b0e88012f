import type { SessionCoverage } from '../../shared/session-coverage.ts'
import type { SessionTimeline } from '../../shared/session-timeline.ts'
import { createCoverage } from './coverage.ts'
import { type SendDeps, type Sent, send } from './send-test-event.ts'
import { timeline } from './timeline.ts'
import { createToldEvents } from './told-events.ts'
import { type WatchTimelineDeps, watchTimeline } from './watch-timeline.ts'

/** What the QA engineer asks of the server. */
export interface Qa {
  /** A session's whole story. @throws AppError `NOT_FOUND` */
  timeline(sessionId: string): Promise<SessionTimeline>
  /** Something at once and whenever the session's story has grown or changed, until `signal` aborts. @throws AppError `NOT_FOUND` */
  watchTimeline(sessionId: string, signal: AbortSignal): AsyncIterable<string>
  /** How often each state was entered and each transition taken, over all sessions. */
  coverage(): Promise<SessionCoverage>
  /** Sends an event as a real signed webhook over HTTP. @throws AppError `SEND_REFUSED`, `NOT_FOUND`, `PLATFORM_FAILED` */
  send(sessionId: string, topic: string): Promise<Sent>
}

export function createQa(deps: SendDeps & WatchTimelineDeps): Qa {
  const toldEvents = createToldEvents(deps.read)
  return {
    timeline: (sessionId) => timeline(deps.read, toldEvents, sessionId),
    watchTimeline: (sessionId, signal) => watchTimeline(deps, sessionId, signal),
    coverage: createCoverage(deps.read, deps.now),
    send: (sessionId, topic) => send(deps, sessionId, topic),
  }
}
