import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { type Advance, advance, type SessionState } from '../../shared/advance.ts'
import { sessionMachine } from '../../shared/session-machine.ts'
import {
  type CommandKind,
  CredentialStatus,
  ProofStatus,
  RequestType,
  SessionEvent,
  SessionStatus,
} from '../../shared/session-status.ts'

const order: readonly SessionStatus[] = ['invitation', 'request', 'response', 'active', 'completed']
const connected: readonly string[] = ['active', 'completed']

const applied = (state: SessionState, ...commands: CommandKind[]): Advance => ({ outcome: 'applied', state, commands })
const stale: Advance = { outcome: 'stale' }

/** The contract's rules, said again in another way than the machine says them. */
function expected(state: SessionState, event: SessionEvent, requestType: RequestType): Advance {
  const { status, credential, proof } = state
  const [family, word = ''] = event.split('.')
  if (status === 'error' || status === 'abandoned') return stale
  if (word.endsWith('-renewed')) return renewed(state, event, requestType)
  if (family === 'session' || family === 'connection') {
    const cancelled = event === 'connection.abandoned' || event === 'session.cancelled'
    if (cancelled) return applied({ ...state, status: 'abandoned' })
    if (event === 'session.expired') return status === 'completed' ? stale : applied({ ...state, status: 'abandoned' })
    if (event === 'connection.error') return status === 'completed' ? stale : applied({ ...state, status: 'error' })
    const target = SessionStatus.parse(word)
    if (order.indexOf(target) <= order.indexOf(status)) return stale
    const isNewlyUsable = connected.includes(target) && !connected.includes(status)
    return applied({ ...state, status: target }, ...(isNewlyUsable ? (['requestProof'] as const) : []))
  }
  if (!connected.includes(status)) return { outcome: 'blocked' }
  if (family === 'credential') {
    const steps: readonly string[] = ['idle', 'offer', 'request', 'issued']
    if (credential === 'issued' || credential === 'declined') return stale
    const isLater = word === 'declined' || steps.indexOf(word) > steps.indexOf(credential)
    return isLater ? applied({ ...state, credential: CredentialStatus.parse(word) }) : stale
  }
  const steps: readonly string[] = ['idle', 'request', 'presentation', 'verified']
  if (proof === 'verified' || proof === 'failed' || proof === 'declined') return stale
  const isLater = word === 'failed' || word === 'declined' || steps.indexOf(word) > steps.indexOf(proof)
  if (!isLater) return stale
  const after = { ...state, proof: ProofStatus.parse(word) }
  if (word === 'presentation') return applied(after, 'verifyPresentation')
  if (word !== 'verified') return applied(after)
  return applied(after, requestType === 'registration' ? 'offerCredential' : 'readIdentity')
}

/** Asking again: for a proof unless it is verified, for a credential once it is, unless it is issued. */
function renewed(state: SessionState, event: SessionEvent, requestType: RequestType): Advance {
  const { status, credential, proof } = state
  if (!connected.includes(status)) return stale
  if (event === 'session.proof-renewed') {
    if (proof === 'verified') return stale
    return applied({ ...state, proof: proof === 'idle' ? 'idle' : 'request' }, 'requestProof')
  }
  if (requestType !== 'registration' || proof !== 'verified' || credential === 'issued') return stale
  return applied({ ...state, credential: credential === 'idle' ? 'idle' : 'offer' }, 'offerCredential')
}

const states = SessionStatus.options.flatMap((status) =>
  CredentialStatus.options.flatMap((credential) => ProofStatus.options.map((proof) => ({ status, credential, proof }))),
)
const questions = states.flatMap((state) =>
  SessionEvent.options.flatMap((event) => RequestType.options.map((requestType) => ({ state, event, requestType }))),
)

test('every event, from every state, does what the rules say', () => {
  const failures = questions.flatMap(({ state, event, requestType }) => {
    const [does, should] = [advance(state, event, requestType), expected(state, event, requestType)]
    if (isDeepStrictEqual(does, should)) return []
    const from = `${state.status}, credential ${state.credential}, proof ${state.proof}`
    return [`${event} of a ${requestType} from ${from}: ${JSON.stringify(does)}, should be ${JSON.stringify(should)}`]
  })
  expect(failures).toEqual([])
})

test('there are as many questions as states times events times kinds of session', () => {
  expect(questions).toHaveLength(7 * 5 * 6 * 19 * 2)
})

test('the machine, the schemas and the events name the same sets', () => {
  const regions: Readonly<Record<string, readonly string[]>> = {
    connection: SessionStatus.options,
    credential: CredentialStatus.options,
    proof: ProofStatus.options,
  }
  expect(Object.keys(sessionMachine.states).sort()).toEqual(Object.keys(regions).sort())
  for (const [region, { states: drawn }] of Object.entries(sessionMachine.states)) {
    expect(Object.keys(drawn).sort()).toEqual([...(regions[region] ?? [])].sort())
  }
  expect([...sessionMachine.events].sort()).toEqual([...SessionEvent.options].sort())
})
