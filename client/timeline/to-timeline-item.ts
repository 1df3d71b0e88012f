import type { TimelineEntry } from '../../shared/session-timeline.ts'
import { elapsed } from './elapsed.ts'
import { outcomeWords } from './outcome-words.ts'
import type { TimelineItem } from './timeline-item.ts'

const noticeableMs = 1_000

const titles: Readonly<Record<string, string>> = {
  created: 'Session created',
  expiry: 'Expired: it stood still too long',
  cancel: 'Cancelled',
}

/** An entry of a session's timeline, as the list shows it. `hrefOf` tells where a webhook is to be read about. */
export function toTimelineItem(entry: TimelineEntry, hrefOf: (webhookId: string) => string | null): TimelineItem {
  const isWebhook = entry.webhookId !== null
  return {
    id: entry.id,
    at: entry.at,
    title: entry.topic ?? titles[entry.cause] ?? entry.cause,
    cause: isWebhook ? entry.cause : null,
    outcome: isWebhook ? entry.outcome : null,
    reason: reasonOf(entry),
    before: entry.before,
    after: entry.version === null ? null : entry.after,
    href: entry.webhookId === null ? null : hrefOf(entry.webhookId),
  }
}

function reasonOf({ outcome, error, receivedAt, at }: TimelineEntry): string | null {
  if (outcome === 'failed') return error ?? outcomeWords.failed
  if (outcome !== 'applied') return outcomeWords[outcome]
  const waitedMs = receivedAt === null ? 0 : Date.parse(at) - Date.parse(receivedAt)
  return waitedMs >= noticeableMs ? `It had waited ${elapsed(waitedMs)} for its session.` : null
}
