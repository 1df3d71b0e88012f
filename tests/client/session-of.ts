import type { WatchedView } from '../../client/live/use-live-session.ts'

/** A session as the server shows it, waiting for its scan unless told otherwise. */
export function sessionOf(changes: Partial<WatchedView> = {}): WatchedView {
  return {
    sessionId: '3f2a9c1d-7b64-4c55-9a0e-0d6f1b2c3d4e',
    version: 1,
    status: 'invitation',
    credential: 'idle',
    proof: 'idle',
    requestType: 'registration',
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
}
