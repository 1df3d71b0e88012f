import { randomUUID } from 'node:crypto'
import { toHistoryFile } from '../../shared/history-file.ts'
import type { TimelineEntry } from '../../shared/session-timeline.ts'

/** A history file of so many ignored webhooks, "topic 0" and on, as a file field takes it. */
export function longHistory(count: number) {
  const state = { status: 'invitation', credential: 'idle', proof: 'idle' } as const
  const entries = Array.from({ length: count }, (_, index): TimelineEntry => {
    const at = new Date(1_760_000_000_000 + index * 1_000).toISOString()
    const quiet = { at, receivedAt: at, cause: 'webhook', webhookId: `w${index}`, version: null, error: null } as const
    return { ...quiet, id: `w${index}`, topic: `topic ${index}`, outcome: 'ignored', before: state, after: state }
  })
  const timeline = {
    sessionId: randomUUID(),
    requestType: 'registration' as const,
    connectionId: null,
    invitationId: 'invitation',
    expiresAt: new Date(0).toISOString(),
    entries,
    commands: [],
  }

  const buffer = Buffer.from(JSON.stringify(toHistoryFile(timeline, new Date())))
  return { name: 'long.json', mimeType: 'application/json', buffer }
}
