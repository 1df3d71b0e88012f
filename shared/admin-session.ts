import { z } from 'zod'
import { PageRequest } from './admin-page.ts'
import { SessionStatus } from './session-status.ts'
import { SessionView } from './session-view.ts'

/** Which sessions a list shows; all that are given must hold. */
export const SessionFilter = z.object({
  status: SessionStatus.optional(),
  /** Any id in full: session, connection, invitation, or a webhook that belongs to it; of a session also its first eight characters. */
  text: z.string().trim().max(255).optional(),
})
export type SessionFilter = z.infer<typeof SessionFilter>

export const ListSessions = PageRequest.extend(SessionFilter.shape)
export type ListSessions = z.infer<typeof ListSessions>

/** A session as the console lists it. No DIDs, no addresses. */
export const AdminSession = SessionView.omit({ invitationUrl: true })
export type AdminSession = z.infer<typeof AdminSession>
