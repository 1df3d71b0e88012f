import { transition } from 'xstate'
import { sessionMachine } from './session-machine.ts'
import type { CredentialStatus, ProofStatus, SessionEvent, SessionStatus } from './session-status.ts'

/** The three regions of a session's state, by the names that the session view gives them. */
export interface SessionState {
  readonly status: SessionStatus
  readonly credential: CredentialStatus
  readonly proof: ProofStatus
}

export const initialState: SessionState = { status: 'invitation', credential: 'idle', proof: 'idle' }

/** `stale`: already at or past that state, or ended. `blocked`: not connected yet; the event may apply later. */
export type Advance = { outcome: 'applied'; state: SessionState } | { outcome: 'stale' } | { outcome: 'blocked' }

const seen = new Map<string, Advance>()

/**
 * What `event` does to a session in `state`. Pure; the same question is answered from memory the
 * second time, since there are only 210 states and 17 events and the machine takes tens of microseconds.
 */
export function advance(state: SessionState, event: SessionEvent): Advance {
  const question = `${state.status} ${state.credential} ${state.proof} ${event}`
  const known = seen.get(question)
  if (known) return known
  const answer = ask(state, event)
  seen.set(question, answer)
  return answer
}

/** Whether the connection has ended for good. */
export function isEnded(status: SessionStatus): boolean {
  return status === 'error' || status === 'abandoned'
}

/** Whether credentials can be exchanged over the connection. */
export function isConnected(status: SessionStatus): boolean {
  return status === 'active' || status === 'completed'
}

function ask(state: SessionState, event: SessionEvent): Advance {
  if (isEnded(state.status)) return { outcome: 'stale' } // the other regions would still take their events
  const value = { connection: state.status, credential: state.credential, proof: state.proof }
  const before = sessionMachine.resolveState({ value })
  if (!before.can({ type: event })) {
    return { outcome: needsConnection(event) && !isConnected(state.status) ? 'blocked' : 'stale' }
  }
  const [after] = transition(sessionMachine, before, { type: event })
  const { connection: status, credential, proof } = after.value
  return { outcome: 'applied', state: { status, credential, proof } }
}

function needsConnection(event: SessionEvent): boolean {
  return event.startsWith('credential.') || event.startsWith('proof.')
}
