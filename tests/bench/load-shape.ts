import { createHmac } from 'node:crypto'
import { z } from 'zod'

/** What one student's registration sends, in order; every one of them moves the session. */
export const topics = [
  ...['request', 'response', 'active', 'completed'].map((word) => `connections.${word}`),
  ...['request', 'presentation', 'verified'].map((word) => `proofs.${word}`),
  ...['offer', 'request', 'issued'].map((word) => `credentials.${word}`),
]

export const webhookSecret = 'webhook-secret-of-the-benchmark-0123456789'

export const organizationId = 'eef3cc9f-0cb8-45a7-b7f9-0cfdfded4b95'

export const invitationOf = (session: number) => `invitation-${session}`

/** A v4 UUID that load and server agree on without telling each other. */
export const sessionIdOf = (session: number) => `00000000-0000-4000-8000-${session.toString(16).padStart(12, '0')}`

const did =
  'did:peer:2.Vz6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH.Ez6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc'

/** The webhook that `topic` of one session is, as the guide shows it. */
export function webhookOf(session: number, topic: string): string {
  return JSON.stringify({
    webhookId: `wh_${session}_${topic}`,
    topic,
    timestamp: '2026-01-01T00:00:00.000Z',
    organizationId,
    agentId: 'agent_abc123',
    data: {
      connectionId: `connection-${session}`,
      state: topic.slice(topic.indexOf('.') + 1),
      invitationId: invitationOf(session),
      theirDid: did,
      theirLabel: 'A Wallet',
    },
  })
}

/** The same as an HTTP request, to be written to a socket as it is. */
export function webhookRequest(session: number, topic: string): string {
  return toRequest(webhookOf(session, topic), `X-API-Key: ${webhookSecret}`)
}

/** What the same registration sends as CREDEBL tells it, in order: the type and state of each record. */
const recordStates = [
  ...['request-received', 'response-sent', 'completed'].map((state) => ['Connection', state] as const),
  ...['request-sent', 'presentation-received', 'done'].map((state) => ['Verification', state] as const),
  ...['offer-sent', 'request-received', 'credential-issued'].map((state) => ['Issuance', state] as const),
]

/** The webhook that the record of one session in one state is, as CREDEBL sends it. */
function recordOf(session: number, type: string, state: string): string {
  const at = '2026-01-01T00:00:00.000Z'
  const connectionId = `connection-${session}`
  const record =
    type === 'Connection'
      ? { id: connectionId, theirDid: did, theirLabel: 'A Wallet', outOfBandId: invitationOf(session), updatedAt: at }
      : { id: `${type}-${session}`, connectionId, threadId: `thread-${type}-${session}` }
  return JSON.stringify({ data: { ...record, createdAt: at, state, contextCorrelationId: 'tenant_abc123', type } })
}

/** How the load speaks: as the guide shows it, with the key; or as CREDEBL does, signed. */
export const LoadDialect = z.enum(['guide', 'credebl'])
export type LoadDialect = z.infer<typeof LoadDialect>

/** What one student's registration sends, as HTTP requests to be written to a socket as they are. */
export function webhookRequests(session: number, dialect: LoadDialect): string[] {
  if (dialect === 'guide') return topics.map((topic) => webhookRequest(session, topic))
  return recordStates.map(([type, state]) => {
    const body = recordOf(session, type, state)
    const sentAt = Date.now()
    const signature = createHmac('sha256', webhookSecret).update(`${sentAt}.${body}`).digest('hex')
    return toRequest(body, `X-Timestamp: ${sentAt}\r\nX-Signature: ${signature}`)
  })
}

function toRequest(body: string, sender: string): string {
  return `POST /api/webhooks/confirmd HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${sender}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** The request of a watcher, resuming after an event where its id is given, as a browser asks for it. */
export function watchRequest(session: number, lastEventId?: string): string {
  const input = JSON.stringify({ sessionId: sessionIdOf(session) })
  const resuming = lastEventId === undefined ? '' : `Last-Event-ID: ${lastEventId}\r\n`
  return `GET /trpc/session.watch?input=${encodeURIComponent(input)} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n${resuming}\r\n`
}
