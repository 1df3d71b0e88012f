import { advance, isConnected, isEnded, type SessionState } from './advance.ts'
import type { SessionEvent } from './session-status.ts'
import { regionFields } from './session-steps.ts'

/** Why `event` does nothing to a session in `state`, in a sentence; null where it does something. */
export function whyNot(state: SessionState, event: SessionEvent): string | null {
  if (advance(state, event).outcome === 'applied') return null
  if (isEnded(state.status)) return `The session has ended: ${state.status} is final.`
  const [family = '', word] = event.split('.')
  if (family === 'session') return `A ${state.status} session is not ended by time.`
  const field = Object.entries(regionFields).find(([region]) => region === family)?.[1] ?? 'status'
  if (family !== 'connection' && !isConnected(state.status)) {
    return `It waits: the connection is ${state.status}, and must be active or completed.`
  }
  return state[field] === word
    ? `The ${family} is ${word} already.`
    : `The ${family} is ${state[field]}: ${word} is behind it or no longer possible.`
}
