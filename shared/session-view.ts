import { z } from 'zod'
import { CredentialStatus, ProofStatus, RequestType, SessionStatus } from './session-status.ts'

/** What a browser may know of a session. No DIDs, no addresses, no payloads. Times are ISO 8601 in UTC. */
export const SessionView = z.object({
  sessionId: z.uuid(),
  version: z.int().positive(),
  status: SessionStatus,
  credential: CredentialStatus,
  proof: ProofStatus,
  requestType: RequestType,
  invitationId: z.string(),
  /** Complete: the whole out-of-band invitation is in it. */
  invitationUrl: z.string(),
  /** The same invitation in a QR code's worth of signs. */
  shortUrl: z.string(),
  connectionId: z.string().nullable(),
  theirLabel: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})
export type SessionView = z.infer<typeof SessionView>
