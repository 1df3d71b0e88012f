import type { RequestType } from '../../shared/session-status.ts'
import { stored } from '../ui/stored.ts'
import type { Step } from './step.ts'

/** The session this browser was last in. Where it keeps nothing for us, the URL still holds the session. */
export const lastSession = stored('nelfund.session')

/**
 * Whose session a page is about: the URL's own, else the one this browser was last in. A URL that
 * asks for a type of its own is a new beginning.
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
