import type { RequestType } from '../../shared/session-status.ts'
import type { Step } from './step.ts'

/**
 * Whose session a page is about: the URL's own, else the `remembered` one, that this tab is in. A URL that asks for a type of its
 * own is a new beginning.
 */
export function sessionIdFor(search: string, remembered: string | null): string | null {
  const parameters = new URLSearchParams(search)
  return parameters.get('session') ?? (parameters.has('type') ? null : remembered)
}

export function requestTypeIn(search: string): RequestType {
  return new URLSearchParams(search).get('type') === 'authentication' ? 'authentication' : 'registration'
}

export function urlOf(step: Step, sessionId: string): string {
  return `/register/${step}?session=${encodeURIComponent(sessionId)}`
}
