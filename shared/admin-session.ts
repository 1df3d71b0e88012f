import type { z } from 'zod'
import { SessionView } from './session-view.ts'

/** A session as the console lists it. No DIDs, no addresses. */
const AdminSession = SessionView.omit({ invitationUrl: true })
export type AdminSession = z.infer<typeof AdminSession>
