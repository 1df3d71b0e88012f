import { type Token, writeTokens } from './filter/filter-text.ts'

/** What a list shows, and what of it is open: all of it in the address, so that a link keeps it. */
export interface Place {
  /** The filter as its field has it. */
  readonly q: string
  /** The event, or the session, that is open beside the list. */
  readonly open: string | null
}

/** What a query of the list of events or of sessions asks for. */
export function readPlace(search: string, name: 'event' | 'session'): Place {
  const query = new URLSearchParams(search)
  return { q: query.get('q')?.trim() ?? '', open: query.get(name) || null }
}

/** The address of the events with a filter and, if any, one of them open. */
export function eventsUrl(q: string | readonly Token[] = '', event: string | null = null): string {
  return withQuery('/admin', { q: typeof q === 'string' ? q : writeTokens(q), event })
}

/** The address of the sessions, and of one of them. */
export function sessionsUrl(q = '', session: string | null = null): string {
  return withQuery('/admin/sessions', { q, session })
}

/** Where the visualiser shows a session, or what one of its events did to it. */
export function visualiserUrl(sessionId: string, event: string | null = null): string {
  return withQuery('/qa', { session: sessionId, event })
}

/** Where the server writes what a filter lets through as CSV. */
export function exportUrl(what: 'webhooks' | 'sessions', filter: object): string {
  return withQuery(`/api/admin/${what}.csv`, { filter: JSON.stringify(filter) })
}

function withQuery(path: string, values: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value)
  const written = query.toString() // its size is not known in older browsers
  return written === '' ? path : `${path}?${written}`
}
