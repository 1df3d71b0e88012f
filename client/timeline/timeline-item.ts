import type { SessionState } from '../../shared/advance.ts'
import type { TimelineEntry } from '../../shared/session-timeline.ts'
import type { Outcome } from '../../shared/webhook-event.ts'
import { elapsed } from './elapsed.ts'

/** One thing that happened to a session, or that came for it and changed nothing. */
export interface TimelineItem {
  /** Unique among the items of one timeline. */
  readonly id: string
  /** ISO 8601. */
  readonly at: string
  /** What it was: a webhook's topic, or words such as "Session created". */
  readonly title: string
  /** What brought it, such as "webhook", "expiry" or "cancel"; null where the title says it. */
  readonly cause: string | null
  /** What became of a webhook; null for what is none. */
  readonly outcome: Outcome | null
  /** Why it had that outcome, where that needs saying. */
  readonly reason: string | null
  /** The state it met; null where there was no session yet. */
  readonly before: SessionState | null
  /** The state it led to; null where it changed nothing. */
  readonly after: SessionState | null
  /** Where more is to be read about it, such as the event in the console. */
  readonly href: string | null
}

const noticeableMs = 1_000

const titles: Readonly<Record<string, string>> = {
  created: 'Session created',
  expiry: 'Expired after inactivity',
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
  if (outcome === 'failed') return error ?? outcomeMessages.failed
  if (outcome !== 'applied') return outcomeMessages[outcome]
  const waitedMs = receivedAt === null ? 0 : Date.parse(at) - Date.parse(receivedAt)
  return waitedMs >= noticeableMs ? `It waited ${elapsed(waitedMs)} for its session.` : null
}

const regions = { status: 'connection', credential: 'credential', proof: 'proof' } satisfies Record<
  keyof SessionState,
  string
>

/** What changed from one state to the next, such as "connection: invitation → request", one line a region. */
export function stateChange(before: SessionState | null, after: SessionState): string[] {
  const names = ['status', 'credential', 'proof'] as const
  return names.flatMap((name) => {
    const line = `${regions[name]}: ${before ? `${before[name]} → ` : ''}${after[name]}`
    return before?.[name] === after[name] || (!before && after[name] === 'idle') ? [] : [line]
  })
}

/** What each outcome means to who reads it. */
export const outcomeMessages = {
  applied: 'It changed its session, or confirmed what was already known.',
  stale: 'The session was already at or past that state, or had ended. Nothing changed.',
  unmatched: 'No session matches it yet, or its session is not connected yet. It is applied as soon as that changes.',
  ignored: 'The topic is unknown. The event is stored and changes nothing.',
  failed: 'It could not be applied. It can be replayed.',
} satisfies Record<Outcome, string>
