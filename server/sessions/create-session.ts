import { randomUUID } from 'node:crypto'
import { initialState } from '../../shared/advance.ts'
import type { RequestType } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import type { Platform } from '../confirmd/platform.ts'
import { toSessionView } from '../db/session-views.ts'
import { applyEvents, type PipelineContext } from './apply-events.ts'

export interface SessionContext extends PipelineContext {
  readonly platform: Platform
}

/** Who asked for a session; kept for support, never shown to a browser. */
export interface Requester {
  readonly ipAddress: string | null
  readonly userAgent: string | null
}

const maxUserAgentLength = 512

/**
 * A new session with an invitation of the platform's, and with what webhooks already told of that invitation.
 *
 * @throws AppError `PLATFORM_FAILED`; nothing is stored then.
 */
export async function createSession(
  { db, platform, bus, ttlMs, now }: SessionContext,
  requestType: RequestType,
  { ipAddress, userAgent }: Requester,
): Promise<SessionView> {
  const { invitationId, invitationUrl } = await platform.createInvitation()
  const at = now()
  const created = {
    sessionId: randomUUID(),
    version: 1,
    ...initialState,
    requestType,
    invitationId,
    invitationUrl,
    connectionId: null,
    theirDid: null,
    theirLabel: null,
    ipAddress,
    userAgent: userAgent?.slice(0, maxUserAgentLength) ?? null,
    createdAt: at,
    updatedAt: at,
    expiresAt: new Date(at.getTime() + ttlMs),
  }
  const { changes, sessions } = await db.transaction((tx) => applyEvents(tx, { created }, { now: at, ttlMs }))
  bus.publish(changes)
  return toSessionView(sessions.get(created.sessionId) ?? created)
}
