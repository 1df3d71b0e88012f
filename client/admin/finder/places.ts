import type { Outcome } from '../../../shared/webhook-event.ts'
import type { Found } from '../../trpc.ts'
import { eventsUrl, sessionsUrl, visualiserUrl } from '../console-urls.ts'
import { type FilteredList, savedFilters } from '../filter/saved-filters.ts'
import { parts } from '../frame/top-bar.tsx'
import { outcomeText } from '../sessions/turn-of.ts'

/** Somewhere to go, or something to do. */
export interface Place {
  readonly key: string
  readonly kind: 'Session' | 'Events' | 'Do' | 'Go to'
  readonly text: string
  readonly note: string
  readonly href: string | null
  readonly session?: { readonly sessionId: string; readonly reference: string | null }
  readonly outcome?: Outcome
  readonly at?: string
}

const actions: readonly Place[] = [
  act('Show what needs a person', 'failed or unmatched', eventsUrl('outcome:failed,unmatched')),
  act('Show what failed', '', eventsUrl('outcome:failed')),
  act('Show duplicates', '', eventsUrl('is:redelivered')),
  act('Show late webhooks', 'over five seconds', eventsUrl('lag:>5s')),
  act('Show stuck sessions', '', sessionsUrl('is:stuck')),
  act('Send a test webhook', 'on the platform’s page', '/admin/platform'),
  act('Rotate the webhook secret', 'on the platform’s page', '/admin/platform'),
  act('Sign everybody out', 'on the activity page', '/admin/activity'),
  act('Export or erase a person', 'on the privacy page', '/admin/privacy'),
  act('Note an incident', 'on the privacy page', '/admin/privacy'),
  act('Export the events as CSV', '', '/api/admin/webhooks.csv'),
  act('Export the sessions as CSV', '', '/api/admin/sessions.csv'),
  { key: 'keys', kind: 'Do', text: 'Keyboard shortcuts', note: '?', href: null },
]

function act(text: string, note: string, href: string): Place {
  return { key: text, kind: 'Do', text, note, href }
}

/** The filters of a list that this browser keeps. */
function kept(list: FilteredList): Place[] {
  const urlOf = list === 'events' ? eventsUrl : sessionsUrl
  return savedFilters(list).map((q) => ({ ...act(q, `saved filter of the ${list}`, urlOf(q)), key: `${list} ${q}` }))
}

const pages: readonly Place[] = [
  ...parts.map(([href, name]) => ({ key: href, kind: 'Go to' as const, text: name, note: '', href })),
  { key: '/qa', kind: 'Go to', text: 'Visualiser', note: 'the state machine', href: '/qa' },
]

/** What the words may mean, the likeliest first: what the server has found, then what can be done with it, then pages. */
export function placesFor(words: string, found: Found | undefined): Place[] {
  const fits = ({ text, note }: Place) => `${text} ${note}`.toLowerCase().includes(words.toLowerCase())
  const sessions = found?.sessions ?? []
  const [first] = sessions
  return [
    ...sessions.map(({ sessionId, reference, label, updatedAt, ...came }) => ({
      key: sessionId,
      kind: 'Session' as const,
      text: label ?? '',
      note: outcomeText(came),
      href: sessionsUrl('', sessionId),
      session: { sessionId, reference },
      at: updatedAt,
    })),
    ...(found?.webhooks ?? []).map(({ webhookId, topic, outcome, createdAt, error }) => ({
      key: webhookId,
      kind: 'Events' as const,
      text: topic,
      note: error ?? outcome,
      href: eventsUrl('', webhookId),
      outcome,
      at: createdAt,
    })),
    ...(first
      ? [
          { ...act('Its events', '', eventsUrl(`session:${first.sessionId}`)), session: first },
          { ...act('In the visualiser', '', visualiserUrl(first.sessionId)), session: first },
        ]
      : []),
    ...[...kept('events'), ...kept('sessions')].filter(fits),
    ...actions.filter(fits),
    ...pages.filter(fits),
    ...(words === '' ? [] : [act(`Show events with ${words}`, '', eventsUrl(words))]),
  ]
}
