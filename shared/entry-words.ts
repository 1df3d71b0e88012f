import { advance } from './advance.ts'
import type { SessionEvent } from './session-status.ts'
import type { TimelineEntry, TimelineState } from './session-timeline.ts'
import { toldBy } from './told-by.ts'
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
export function entryReason(entry: TimelineEntry): string | null {
  const { outcome, topic, before, error, receivedAt, at } = entry
  switch (outcome) {
    case 'applied':
      return receivedAt !== null && receivedAt < at
        ? 'It came before the session could be known by it, and waited.'
        : null
    case 'stale':
      return staleReason(toldBy(entry), before) ?? 'It told what was so already.'
    case 'unmatched':
      return waitReason(toldBy(entry), before) ?? 'It has one of this session’s keys, but belongs to no session yet.'
    case 'ignored':
      return `Nothing here knows the topic ${topic ?? ''}.`.replace(' .', '.')
    case 'failed':
      return error ?? 'It failed without saying why.'
  }
}

/** The last word of several is the one that its topic has. */
function staleReason(events: readonly SessionEvent[], before: TimelineState | null): string | null {
  const event = events.at(-1)
  return event && before ? whyNot(before, event) : null
}

function waitReason(events: readonly SessionEvent[], before: TimelineState | null): string | null {
  if (events.length === 0 || !before) return null
  const waiting = events.find((event) => advance(before, event).outcome === 'waiting')
  return waiting ? whyNot(before, waiting) : 'Its connection is not the one that this session is bound to.'
}
