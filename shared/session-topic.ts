import { SessionEvent } from './session-status.ts'

const families = { connection: 'connections', credential: 'credentials', proof: 'proofs' } as const

/** The topic by which a webhook tells of `event` (guide, "Webhook Topics"), or null where no webhook does. */
export function topicOf(event: SessionEvent): string | null {
  const [family = '', word] = event.split('.')
  const plural = Object.entries(families).find(([name]) => name === family)?.[1]
  return plural ? `${plural}.${word}` : null
}

/** The event that a webhook of this topic tells of, or null where the machine knows none. */
export function eventOf(topic: string): SessionEvent | null {
  return SessionEvent.options.find((event) => topicOf(event) === topic) ?? null
}

/** Every topic that moves a session. */
export const sessionTopics: readonly string[] = SessionEvent.options.flatMap((event) => topicOf(event) ?? [])
