/** What one student's registration sends, in order; every one of them moves the session. */
export const topics = [
  ...['request', 'response', 'active', 'completed'].map((word) => `connections.${word}`),
  ...['request', 'presentation', 'verified'].map((word) => `proofs.${word}`),
  ...['offer', 'request', 'issued'].map((word) => `credentials.${word}`),
]

export const webhookSecret = 'webhook-secret-of-the-benchmark-0123456789'

export const invitationOf = (session: number) => `invitation-${session}`

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
