import { entryReason, entryTitle } from '../../shared/explain-event.ts'
import type { TimelineEntry } from '../../shared/session-timeline.ts'
import type { TimelineItem } from '../timeline/timeline-item.ts'

/** A timeline's entries as the list shows them. */
export function toItems(entries: readonly TimelineEntry[]): TimelineItem[] {
  return entries.map((entry) => ({
    id: entry.id,
    at: entry.at,
    title: entryTitle(entry),
    cause: entry.cause === 'created' ? null : entry.cause,
    outcome: entry.topic === null ? null : entry.outcome,
    reason: entryReason(entry),
    before: entry.before,
    after: entry.version === null ? null : entry.after,
    href: null,
  }))
}
