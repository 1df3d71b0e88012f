/** What one student's registration sends, in order; every one of them moves the session. */
export const topics = [
  ...['request', 'response', 'active', 'completed'].map((word) => `connections.${word}`),
  ...['request', 'presentation', 'verified'].map((word) => `proofs.${word}`),
  ...['offer', 'request', 'issued'].map((word) => `credentials.${word}`),
]

export const webhookSecret = 'webhook-secret-of-the-benchmark-0123456789'

export const invitationOf = (session: number) => `invitation-${session}`

/** A v4 UUID that load and server agree on without telling each other. */
export const sessionIdOf = (session: number) => `00000000-0000-4000-8000-${session.toString(16).padStart(12, '0')}`

/** The webhook that `topic` of one session is, as the guide shows it. */
export function webhookOf(session: number, topic: string): string {
  return JSON.stringify({
    webhookId: `wh_${session}_${topic}`,
    topic,
    timestamp: '2026-01-01T00:00:00.000Z',
    organizationId: 'eef3cc9f-0cb8-45a7-b7f9-0cfdfded4b95',
    agentId: 'agent_abc123',
    data: {
      connectionId: `connection-${session}`,
      state: topic.slice(topic.indexOf('.') + 1),
      invitationId: invitationOf(session),
      theirDid:
        'did:peer:2.Vz6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH.Ez6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc',
      theirLabel: 'A Wallet',
    },
  })
}

/** The same as an HTTP request, to be written to a socket as it is. */
export function webhookRequest(session: number, topic: string): string {
  const body = webhookOf(session, topic)
  return `POST /api/webhooks/confirmd HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-API-Key: ${webhookSecret}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** The request of a watcher, resuming after `version` where that is given. */
export function watchRequest(session: number, version?: number): string {
  const input = JSON.stringify({ sessionId: sessionIdOf(session), ...(version && { lastEventId: String(version) }) })
  return `GET /trpc/session.watch?input=${encodeURIComponent(input)} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n`
}
