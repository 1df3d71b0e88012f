import { advance } from './advance.ts'
import type { TimelineEntry, TimelineState } from './session-timeline.ts'
import { eventOf } from './session-topic.ts'
import { whyNot } from './why-not.ts'

const titles: Readonly<Record<string, string>> = {
  created: 'Session created',
  expiry: 'Time ran out',
  cancel: 'Cancelled',
}

/** What an entry of a timeline is called: a webhook by its topic, anything else by its cause. */
export function entryTitle({ topic, cause }: TimelineEntry): string {
  return topic ?? titles[cause] ?? cause
}

/** Why an entry changed nothing, or waited, in a sentence; null where nothing needs saying. */
export function entryReason({ outcome, topic, before, error, receivedAt, at }: TimelineEntry): string | null {
  switch (outcome) {
    case 'applied':
      return receivedAt !== null && receivedAt < at
        ? 'It came before the session could be known by it, and waited.'
        : null
    case 'stale':
      return (topic && staleReason(topic, before)) ?? 'It told what was so already.'
    case 'unmatched':
      return (topic && waitReason(topic, before)) ?? 'It has one of this session’s keys, but belongs to no session yet.'
    case 'ignored':
      return `Nothing here knows the topic ${topic ?? ''}.`.replace(' .', '.')
    case 'failed':
      return error ?? 'It failed without saying why.'
  }
}

function staleReason(topic: string, before: TimelineState | null): string | null {
  const event = eventOf(topic)
  return event && before ? whyNot(before, event) : null
}

function waitReason(topic: string, before: TimelineState | null): string | null {
  const event = eventOf(topic)
  if (!event || !before) return null
  return advance(before, event).outcome === 'waiting'
    ? whyNot(before, event)
    : 'Its connection is not the one that this session is bound to.'
}
