import { randomUUID } from 'node:crypto'
import { initialState } from '../../shared/advance.ts'
import type { RequestType } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import type { Platform } from '../confirmd/platform.ts'
import type { Database } from '../db/database.ts'
import { toSessionView } from '../db/session-views.ts'
import { adopt, keysOf, loadParked, toSettlement } from '../webhooks/adopt.ts'
import type { Bus } from './bus.ts'
import { createSessionDraft, toFirstHistory } from './session-draft.ts'
import type { Requester } from './sessions.ts'

export interface CreateDeps {
  readonly platform: Platform
  readonly db: Database
  readonly bus: Bus
  readonly ttlMs: number
  readonly now: () => Date
}

const maxUserAgentLength = 512

/** A new session, with what webhooks already told of its invitation. @throws AppError `PLATFORM_FAILED`; nothing is stored then. */
export async function create(
  { platform, db, bus, ttlMs, now }: CreateDeps,
  requestType: RequestType,
  { ipAddress, userAgent }: Requester,
): Promise<SessionView> {
  const { invitationId, invitationUrl } = await platform.createInvitation()
  const at = now()
  const session = {
    sessionId: randomUUID(),
    version: 1,
    ...initialState,
    requestType,
    invitationId,
    invitationUrl,
    connectionId: null,
    theirDid: null,
    theirLabel: null,
    createdAt: at,
    updatedAt: at,
    expiresAt: new Date(at.getTime() + ttlMs),
  }
  const { after, changes } = await db.transaction(async (rows) => {
    const id = await rows.insertSession({
      ...session,
      ipAddress,
      userAgent: userAgent?.slice(0, maxUserAgentLength) ?? null,
    })
    await rows.insertHistory([toFirstHistory({ ...session, id })])
    const set = createSessionDraft(at, ttlMs)
    const parked = await loadParked(rows, set, keysOf([session]))
    const adopted = adopt(set, new Map(parked.map((event) => [event.webhookId, event])))
    const written = await set.write(rows)
    await rows.updateOutcomes([...adopted].map(([webhookId, verdict]) => toSettlement(webhookId, verdict, at)))
    return { after: set.get(session.sessionId) ?? session, changes: written }
  })
  bus.publish(changes)
  return toSessionView(after)
}
