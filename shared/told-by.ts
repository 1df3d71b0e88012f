import type { SessionEvent } from './session-status.ts'
import type { TimelineEntry } from './session-timeline.ts'
import { eventOf } from './session-topic.ts'

/**
 * What an entry's webhook told the machine, in order: what its payload said, whatever its topic. Where that is no longer
 * known (an older file, a purged payload) its topic has to do. Empty where it told nothing, or there was no webhook.
 */
export function toldBy({ events, topic }: Pick<TimelineEntry, 'events' | 'topic'>): readonly SessionEvent[] {
  if (events) return events
  const event = topic === null ? null : eventOf(topic)
  return event ? [event] : []
}
