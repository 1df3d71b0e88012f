import type { WatchedView } from '../../client/live/use-live-session.ts'
import { outcomeOf } from '../../shared/session-outcome.ts'

type Changes = Partial<WatchedView> & { readonly endedBy?: string | null }

/** A session as the server shows it, waiting for its scan unless told otherwise; `endedBy` is what ended it. */
export function sessionOf({ endedBy = null, ...changes }: Changes = {}): WatchedView {
  const view = {
    sessionId: '3f2a9c1d-7b64-4c55-9a0e-0d6f1b2c3d4e',
    version: 1,
    status: 'invitation' as const,
    credential: 'idle' as const,
    proof: 'idle' as const,
    requestType: 'registration' as const,
    reference: 'K7M4XQ',
    registrationNumber: null,
    invitationId: 'invitation-1',
    invitationUrl: 'https://platform.example/invite?oob=eyJ9',
    shortUrl: 'https://nelfund.example/i/AAECAwQFBgcICQoLDA0ODw',
    connectionId: null,
    theirLabel: null,
    createdAt: '2026-03-02T09:00:00.000Z',
    updatedAt: '2026-03-02T09:00:00.000Z',
    expiresAt: '2026-03-02T09:15:00.000Z',
    ...changes,
  }
  return { outcome: outcomeOf({ ...view, endedBy }), ...view }
}
