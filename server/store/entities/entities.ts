import { ConnectionSession } from './connection-session.ts'
import { SessionHistory } from './session-history.ts'
import { WebhookEvent } from './webhook-event.ts'

/** Every table of the application. */
export const entities = [ConnectionSession, SessionHistory, WebhookEvent]
