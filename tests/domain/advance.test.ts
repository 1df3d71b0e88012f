import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { type Advance, advance, type SessionState } from '../../shared/advance.ts'
import { sessionMachine } from '../../shared/session-machine.ts'
import { CredentialStatus, ProofStatus, SessionEvent, SessionStatus } from '../../shared/session-status.ts'

const order: readonly SessionStatus[] = ['invitation', 'request', 'response', 'active', 'completed']
const connected: readonly string[] = ['active', 'completed']

/** The contract's rules, said again in another way than the machine says them. */
function expected({ status, credential, proof }: SessionState, event: SessionEvent): Advance {
  const state = { status, credential, proof }
  const [family, word = ''] = event.split('.')
  if (status === 'error' || status === 'abandoned') return { outcome: 'stale' }
  if (family === 'session' || family === 'connection') {
    const cancelled = event === 'connection.abandoned' || event === 'session.cancelled'
    if (cancelled) return { outcome: 'applied', state: { ...state, status: 'abandoned' } }
    if (event === 'session.expired') {
      return status === 'completed'
        ? { outcome: 'stale' }
        : { outcome: 'applied', state: { ...state, status: 'abandoned' } }
    }
    if (event === 'connection.error') {
      return status === 'completed'
        ? { outcome: 'stale' }
        : { outcome: 'applied', state: { ...state, status: 'error' } }
    }
    const target = SessionStatus.parse(word)
    const isLater = order.indexOf(target) > order.indexOf(status)
    return isLater ? { outcome: 'applied', state: { ...state, status: target } } : { outcome: 'stale' }
  }
  if (!connected.includes(status)) return { outcome: 'blocked' }
  if (family === 'credential') {
    const steps: readonly string[] = ['idle', 'offer', 'request', 'issued']
    if (credential === 'issued' || credential === 'declined') return { outcome: 'stale' }
    const isLater = word === 'declined' || steps.indexOf(word) > steps.indexOf(credential)
    return isLater
      ? { outcome: 'applied', state: { ...state, credential: CredentialStatus.parse(word) } }
      : { outcome: 'stale' }
  }
  const steps: readonly string[] = ['idle', 'request', 'presentation', 'verified']
  if (proof === 'verified' || proof === 'failed' || proof === 'declined') return { outcome: 'stale' }
  const isLater = word === 'failed' || word === 'declined' || steps.indexOf(word) > steps.indexOf(proof)
  return isLater ? { outcome: 'applied', state: { ...state, proof: ProofStatus.parse(word) } } : { outcome: 'stale' }
}

const states = SessionStatus.options.flatMap((status) =>
  CredentialStatus.options.flatMap((credential) => ProofStatus.options.map((proof) => ({ status, credential, proof }))),
)
const questions = states.flatMap((state) => SessionEvent.options.map((event) => ({ state, event })))

test('every event, from every state, does what the rules say', () => {
  const failures = questions.flatMap(({ state, event }) => {
    const [does, should] = [advance(state, event), expected(state, event)]
    if (isDeepStrictEqual(does, should)) return []
    const from = `${state.status}, credential ${state.credential}, proof ${state.proof}`
    return [`${event} from ${from}: ${JSON.stringify(does)}, should be ${JSON.stringify(should)}`]
  })
  expect(failures).toEqual([])
})

test('there are as many questions as states times events', () => {
  expect(questions).toHaveLength(7 * 5 * 6 * 17)
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
