import type { WebhookFilter } from '../../shared/admin-inputs.ts'
import type { SessionStatus } from '../../shared/session-status.ts'

/** The heading of the event log, where what leads there puts the focus. */
export const logHeadingId = 'log-heading'

export const outcomes = ['applied', 'stale', 'unmatched', 'ignored', 'failed'] as const
export const statuses = ['invitation', 'request', 'response', 'active', 'completed', 'error', 'abandoned'] as const

/** What the event log shows: its filter, and the event that is open. It is all in the URL, so that a link keeps it. */
interface LogSearch {
  readonly filter: WebhookFilter
  readonly event: string | null
}

const textNames = ['topic', 'organizationId', 'text'] as const
const timeNames = ['from', 'to'] as const
const flagNames = ['deadLetter', 'redelivered'] as const

/** What a URL's query asks for. What it has of no meaning here is left out. */
export function readLogSearch(search: string): LogSearch {
  const query = new URLSearchParams(search)
  const filter: WebhookFilter = {}
  for (const name of textNames) {
    const value = query.get(name)?.trim()
    if (value) filter[name] = value
  }
  for (const name of timeNames) {
    const value = Date.parse(query.get(name) ?? '')
    if (!Number.isNaN(value)) filter[name] = new Date(value).toISOString()
  }
  const outcome = outcomes.find((known) => known === query.get('outcome'))
  if (outcome) filter.outcome = outcome
  for (const name of flagNames) if (query.get(name) === 'true') filter[name] = true
  return { filter, event: query.get('event') || null }
}

/** The URL of the event log with a filter and, if any, an event open. */
export function logUrl(filter: WebhookFilter, event: string | null = null): string {
  return withQuery('/admin', { ...filter, event })
}

/** What the list of sessions shows, and the one that is open. */
export interface SessionsSearch {
  readonly status: SessionStatus | null
  readonly text: string | null
  readonly session: string | null
}

/** What a URL's query asks for. What it has of no meaning here is left out. */
export function readSessionsSearch(search: string): SessionsSearch {
  const query = new URLSearchParams(search)
  const status = statuses.find((known) => known === query.get('status')) ?? null
  return { status, text: query.get('text')?.trim() || null, session: query.get('session') || null }
}

/** The URL of the list of sessions, and of one of them. */
export function sessionsUrl(search: Partial<Record<keyof SessionsSearch, string | null>> = {}): string {
  return withQuery('/admin/sessions', search)
}

/** Where the visualiser shows a session. */
export function visualiserUrl(sessionId: string): string {
  return withQuery('/qa', { session: sessionId })
}

/** How many conditions a filter has. */
export function conditionsIn(filter: WebhookFilter): number {
  return Object.values(filter).filter((value) => value !== undefined).length
}

function withQuery(path: string, values: Readonly<Record<string, string | boolean | null | undefined>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value))
  }
  return query.size > 0 ? `${path}?${query}` : path
}
