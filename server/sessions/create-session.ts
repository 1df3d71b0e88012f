import { randomBytes, randomUUID } from 'node:crypto'
import { initialState } from '../../shared/advance.ts'
import type { RequestType } from '../../shared/session-status.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { cutText, isStorable } from '../../shared/text.ts'
import type { Audience } from '../confirmd/audience.ts'
import type { Platform } from '../confirmd/platform.ts'
import type { Notice } from '../db/keep-notice.ts'
import { AppError } from '../errors.ts'
import type { SessionAdmission } from '../limits/session-admission.ts'
import type { PipelineContext } from './apply-events.ts'
import { insertSession } from './insert-session.ts'
import { isSensitive, type PortalRequest } from './portal.ts'

export interface SessionContext extends PipelineContext {
  readonly platform: Pick<Platform, 'createInvitation'>
  /** How the world reaches this server: origin only. */
  readonly publicUrl: string
  /** Whose sessions these are from the beginning; undefined: of whoever moves one first. */
  readonly organizationId?: string | undefined
  /** What students read of what is done with their details, as it is now; without it none is noted. */
  readonly notice?: Notice | undefined
  /** Limits who makes how many; without it there is no limit. */
  readonly admission?: SessionAdmission | undefined
}

/** Who asked for a session; kept for support, never shown to a browser. */
export interface Requester {
  readonly ipAddress: string | null
  readonly userAgent: string | null
  /** What a portal has sent the browser here for, where one has: it decides what the session is for. */
  readonly portal?: () => Promise<PortalRequest | null>
}

const maxUserAgentLength = 512
/** Behind a proxy it is what that passes on, which may be anything. */
const maxIpAddressLength = 64
const maxIdLength = 255
/** 128 bits: nobody finds an invitation by trying. */
const shortIdBytes = 16

/** The short link of that id. */
export function shortUrlOf(publicUrl: string, id: string): string {
  return `${publicUrl}/i/${id}`
}

/**
 * A new session with an invitation of the platform's, and with what webhooks already told of that invitation. A caller who
 * aborts gets none.
 *
 * @throws AppError `PLATFORM_FAILED`, `PLATFORM_BUSY`, `TOO_MANY_ATTEMPTS`; nothing is stored then.
 */
export async function createSession(
  { db, platform, bus, publicUrl, organizationId, notice, ttlMs, now, admission }: SessionContext,
  requestType: RequestType,
  { ipAddress, userAgent, portal: findPortal }: Requester,
  signal?: AbortSignal,
): Promise<SessionView> {
  const portal = (await findPortal?.()) ?? null
  const invite = () => platform.createInvitation(signal)
  const made = await (admission ? admission(ipAddress ?? '', signal, invite) : invite())
  const { invitationId, invitationUrl } = made
  if (!isStorable(invitationId) || !isStorable(invitationUrl) || invitationId.length > maxIdLength) {
    throw new AppError('PLATFORM_FAILED', 'The wallet platform made an invitation that cannot be stored')
  }
  const at = now()
  const born = {
    sessionId: randomUUID(),
    version: 1,
    ...initialState,
    requestType: portal?.requestType ?? requestType,
    invitationId,
    invitationUrl,
    shortUrl: shortUrlOf(publicUrl, randomBytes(shortIdBytes).toString('base64url')),
    portal: portal?.client ?? null,
    audience: audienceOf(portal),
    connectionId: null,
    theirDid: null,
    theirLabel: null,
    ipAddress: cutOrNull(ipAddress, maxIpAddressLength),
    userAgent: cutOrNull(userAgent, maxUserAgentLength),
    organization: organizationId ?? null,
    notice: notice?.version ?? null,
    createdAt: at,
    updatedAt: at,
    expiresAt: new Date(at.getTime() + ttlMs),
  }
  const { changes, hasCommands, view } = await db.perform(insertSession, { born, portal, ttlMs })
  bus.publish(changes, hasCommands)
  return view
}

function audienceOf(portal: PortalRequest | null): Audience {
  if (!portal) return 'own'
  return isSensitive(portal) ? 'portal-sensitive' : 'portal'
}

function cutOrNull(text: string | null, most: number): string | null {
  return text === null ? null : cutText(text, most)
}
