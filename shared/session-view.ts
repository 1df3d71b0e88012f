import { z } from 'zod'
import { Reference } from './reference.ts'
import { SessionOutcome } from './session-outcome.ts'
import { CredentialStatus, ProofStatus, RequestType, SessionStatus } from './session-status.ts'

/** What of a view stands in the session's row; its outcome follows from that. */
export const StoredView = z.object({
  sessionId: z.uuid(),
  version: z.int().positive(),
  status: SessionStatus,
  credential: CredentialStatus,
  proof: ProofStatus,
  requestType: RequestType,
  /** Six signs for people; null where a version before this one made the session during an upgrade. */
  reference: Reference.nullable(),
  /** The student's, from the moment it was given out; the same at every registration of theirs. */
  registrationNumber: z.string().nullable(),
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

/** What a browser may know of a session. No DIDs, no addresses, no payloads. Times are ISO 8601 in UTC. */
export const SessionView = StoredView.extend({ outcome: SessionOutcome })
export type SessionView = z.infer<typeof SessionView>
