import { transition } from 'xstate'
import { sessionMachine } from './session-machine.ts'
import {
  CommandKind,
  type CredentialStatus,
  type ProofStatus,
  type RequestType,
  type SessionEvent,
  type SessionStatus,
} from './session-status.ts'

/** The three regions of a session's state, by the names that the session view gives them. */
export interface SessionState {
  readonly status: SessionStatus
  readonly credential: CredentialStatus
  readonly proof: ProofStatus
}

export const initialState: SessionState = { status: 'invitation', credential: 'idle', proof: 'idle' }

/**
 * `commands` is what the platform is now to be asked for. `stale`: already at or past that state, or ended. `blocked`: not
 * connected yet; the event may apply later.
 */
export type Advance =
  | { outcome: 'applied'; state: SessionState; commands: readonly CommandKind[] }
  | { outcome: 'stale' }
  | { outcome: 'blocked' }

const seen = new Map<string, Advance>()

/**
 * What `event` does to a session in `state`. Pure; the same question is answered from memory the
 * second time, since there are only 210 states and 19 events and the machine takes tens of microseconds. Where only the
 * state matters, whatever the session is for, `requestType` may be left out.
 */
export function advance(state: SessionState, event: SessionEvent, requestType: RequestType = 'registration'): Advance {
  const question = `${state.status} ${state.credential} ${state.proof} ${event} ${requestType}`
  const known = seen.get(question)
  if (known) return known
  const answer = ask(state, event, requestType)
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

function ask(state: SessionState, event: SessionEvent, requestType: RequestType): Advance {
  if (isEnded(state.status)) return { outcome: 'stale' } // the other regions would still take their events
  const value = { connection: state.status, credential: state.credential, proof: state.proof }
  const before = sessionMachine.resolveState({ value, context: { requestType } })
  if (!before.can({ type: event })) {
    return { outcome: needsConnection(event) && !isConnected(state.status) ? 'blocked' : 'stale' }
  }
  const [after, actions] = transition(sessionMachine, before, { type: event })
  const { connection: status, credential, proof } = after.value
  const commands = actions.flatMap(({ type }) => CommandKind.safeParse(type).data ?? [])
  return { outcome: 'applied', state: { status, credential, proof }, commands }
}

function needsConnection(event: SessionEvent): boolean {
  return event.startsWith('credential.') || event.startsWith('proof.')
}
