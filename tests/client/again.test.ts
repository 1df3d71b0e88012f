import { describe, expect, test } from 'vitest'
import type { WatchedView } from '../../client/live/use-live-session.ts'
import { againFor, isServersTurn } from '../../client/register/again.ts'
import { CredentialStatus, ProofStatus, RequestType, SessionStatus } from '../../shared/session-status.ts'
import { sessionOf } from './session-of.ts'

const connected = (changes: Partial<WatchedView>) => sessionOf({ status: 'completed', ...changes })

describe('what a student can have asked for again', () => {
  test.each<[string, Partial<WatchedView>, string, string]>([
    ['after a refusal to share', { proof: 'declined' }, 'requestProof', 'askAgain'],
    ['after a card that did not pass', { proof: 'failed' }, 'requestProof', 'shareAnother'],
    ['after a request that the platform refused', { problem: 'requestProof' }, 'requestProof', 'tryAgain'],
    [
      'after a check that the platform refused',
      { proof: 'presentation', problem: 'verifyPresentation' },
      'requestProof',
      'tryAgain',
    ],
    [
      'after an offer that the platform refused',
      { proof: 'verified', problem: 'offerCredential' },
      'offerCredential',
      'tryAgain',
    ],
    [
      'after a credential that was declined',
      { proof: 'verified', credential: 'declined' },
      'offerCredential',
      'askAgain',
    ],
  ])('%s, at once', (_when, changes, procedure, words) => {
    expect(againFor(connected(changes), false)).toEqual({ procedure, words })
  })

  test.each<[Partial<WatchedView>, string]>([
    [{ proof: 'idle' }, 'requestProof'],
    [{ proof: 'request' }, 'requestProof'],
    [{ proof: 'presentation' }, 'requestProof'],
    [{ proof: 'verified' }, 'offerCredential'],
    [{ proof: 'verified', credential: 'offer' }, 'offerCredential'],
    [{ proof: 'verified', credential: 'request' }, 'offerCredential'],
  ])('where nothing came of %o for long, and not before', (changes, procedure) => {
    expect(againFor(connected(changes), false)).toBeNull()
    expect(againFor(connected(changes), true)).toEqual({ procedure, words: 'askAgain' })
  })

  test('nothing in a session that is not connected, is finished or has ended', () => {
    const others = SessionStatus.options.filter((status) => status !== 'active' && status !== 'completed')
    for (const status of others) expect(againFor(sessionOf({ status, proof: 'declined' }), true)).toBeNull()
    expect(againFor(connected({ proof: 'verified', credential: 'issued' }), true)).toBeNull()
    expect(againFor(connected({ proof: 'verified', requestType: 'authentication' }), true)).toBeNull()
  })

  test('an offer only where the server would make one', () => {
    for (const requestType of RequestType.options)
      for (const proof of ProofStatus.options)
        for (const credential of CredentialStatus.options) {
          const again = againFor(connected({ requestType, proof, credential }), true)
          if (again?.procedure === 'offerCredential') expect([requestType, proof]).toEqual(['registration', 'verified'])
        }
    expect.assertions(4)
  })
})

test('the page looks for refusals only while the platform is what is waited for', () => {
  expect(isServersTurn(connected({ proof: 'idle' }))).toBe(true)
  expect(isServersTurn(connected({ proof: 'presentation' }))).toBe(true)
  expect(isServersTurn(connected({ proof: 'verified' }))).toBe(true)
  expect(isServersTurn(connected({ proof: 'request' }))).toBe(false)
  expect(isServersTurn(connected({ proof: 'verified', credential: 'offer' }))).toBe(false)
  expect(isServersTurn(connected({ proof: 'verified', requestType: 'authentication' }))).toBe(false)
  expect(isServersTurn(sessionOf())).toBe(false)
})
