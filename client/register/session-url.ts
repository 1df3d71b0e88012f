import type { RequestType } from '../../shared/session-status.ts'
import type { Step } from './step.ts'

const key = 'nelfund.session'

/**
 * Whose session a page is about: the address's own, else the one this browser was last in. An address that
 * asks for a type of its own is a new beginning.
 */
export function sessionIdFor(search: string, remembered: string | null): string | null {
  const address = new URLSearchParams(search)
  return address.get('session') ?? (address.has('type') ? null : remembered)
}

export function requestTypeIn(search: string): RequestType {
  return new URLSearchParams(search).get('type') === 'authentication' ? 'authentication' : 'registration'
}

export function urlOf(page: Step, sessionId: string): string {
  return `/register/${page}?session=${encodeURIComponent(sessionId)}`
}

/** The session this browser was last in, or null; also where the browser keeps nothing for us. */
export function recall(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function remember(sessionId: string): void {
  try {
    localStorage.setItem(key, sessionId)
  } catch {
    // Storage is off or full; the address still holds the session.
  }
}

export function forget(): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // Storage is off: there was nothing to forget.
  }
}
