import { advance, isConnected, isEnded, type SessionState } from './advance.ts'
import type { RequestType, SessionEvent } from './session-status.ts'
import { eventsOf, type TimelineEntry, type TimelineState } from './session-timeline.ts'
import { regionFields } from './state-ids.ts'

const titles: Readonly<Record<string, string>> = {
  created: 'Session created',
  expiry: 'Time ran out',
  cancel: 'Cancelled',
  renewal: 'Asked again',
}

/** What an entry of a timeline is called: a webhook by its topic, anything else by its cause. */
export function entryTitle({ topic, cause }: Pick<TimelineEntry, 'topic' | 'cause'>): string {
  return topic ?? titles[cause] ?? cause
}

/** Why an entry changed nothing, or waited, in a sentence; null where nothing needs saying. */
export function entryReason(entry: Omit<TimelineEntry, 'webhookId'>): string | null {
  const { outcome, topic, before, error, receivedAt, at } = entry
  switch (outcome) {
    case 'applied':
      return receivedAt !== null && receivedAt < at
        ? 'It arrived before its session was ready for it, and waited.'
        : null
    case 'stale':
      return error ?? staleReason(eventsOf(entry), before) ?? 'It reported what was already known.'
    case 'unmatched':
      return (
        waitReason(eventsOf(entry), before) ?? 'It has one of this session’s IDs, but does not match a session yet.'
      )
    case 'ignored':
      return topic === null ? 'The topic is unknown.' : `The topic ${topic} is unknown.`
    case 'failed':
      return error ?? 'It failed for an unknown reason.'
  }
}

/** The last word of several is the one that its topic has. */
function staleReason(events: readonly SessionEvent[], before: TimelineState | null): string | null {
  const event = events.at(-1)
  return event && before ? rejectionReason(before, event) : null
}

function waitReason(events: readonly SessionEvent[], before: TimelineState | null): string | null {
  if (events.length === 0 || !before) return null
  const blocked = events.find((event) => advance(before, event).outcome === 'blocked')
  return blocked ? rejectionReason(before, blocked) : 'This session belongs to another connection.'
}

/** Why `event` does nothing to a session in `state`, in a sentence; null where it does something. */
export function rejectionReason(state: SessionState, event: SessionEvent, requestType?: RequestType): string | null {
  if (advance(state, event, requestType).outcome === 'applied') return null
  if (isEnded(state.status)) return `The session has ended: ${state.status} is final.`
  const [family = '', word] = event.split('.')
  if (family === 'session') return sessionReason(state, event)
  const field = Object.entries(regionFields).find(([region]) => region === family)?.[1] ?? 'status'
  if (family !== 'connection' && !isConnected(state.status)) {
    return `It waits: the connection is ${state.status}, and must be active or completed.`
  }
  return state[field] === word
    ? `The ${family} is already ${word}.`
    : `The ${family} is ${state[field]}; ${word} is no longer possible.`
}

function sessionReason({ status, proof, credential }: SessionState, event: SessionEvent): string {
  if (event === 'session.expired') return `The session is ${status} and does not expire.`
  if (!isConnected(status)) return `The connection is ${status}, and must be active or completed.`
  if (event === 'session.offer-renewed' && proof !== 'verified') return `The proof is ${proof}, and must be verified.`
  if (event === 'session.proof-renewed') return 'The proof is verified already.'
  return credential === 'issued' ? 'The credential is issued already.' : 'Nothing is issued in an authentication.'
}
